"""Makes TorchFigures.swift: what PyTorch says of each layer and of a small U-Net in double precision.

Inputs are drawn by SplitMix64, in the tests alike, so that only results are stored. Needs python3-torch:

    python3 Tests/LearningTests/make_torch_figures.py > Tests/LearningTests/TorchFigures.swift
"""
import torch
import torch.nn.functional as F

from torch_figures import draw, from_hwio, labels, layer, store, write

layer("convolution", lambda x, w: F.conv2d(x, from_hwio(w, 3, 8, 8), padding=1), [draw(1, 1, 8, 4, 4), draw(2, 576)], 3)
layer("pointwise", lambda x, w, b: F.conv2d(x, from_hwio(w, 1, 8, 16), b),
      [draw(4, 1, 8, 4, 4), draw(5, 128), draw(6, 16)], 7)
layer("normalisation", lambda x, s, b: F.relu(F.batch_norm(x, None, None, s, b, training=True)),
      [draw(8, 2, 8, 4, 4), draw(9, 8), draw(10, 8)], 11)
layer("pooling", lambda x: F.max_pool2d(x, 2), [draw(12, 1, 8, 8, 8)], 13)
layer("upSampling", lambda x: F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False),
      [draw(14, 1, 8, 4, 4)], 15)
layer("exponentialLinear", lambda x: F.elu(3 * x), [draw(16, 40)], 17)
layer("dense", lambda x, w, b: x @ w + b, [draw(18, 5, 7), draw(19, 7, 6), draw(20, 6)], 21)


def loss_of(logits, truth):
    classes = logits.shape[1]
    entropy = F.cross_entropy(logits, truth)
    probabilities = torch.softmax(logits, 1)
    one_hot = F.one_hot(truth, classes).permute(0, 3, 1, 2)
    sums = lambda value: value.sum((0, 2, 3))
    dice = (2 * sums(probabilities * one_hot) + 1) / (sums(probabilities) + sums(one_hot) + 1)
    return entropy + 1 - dice.mean()


logits = (3 * draw(22, 2, 3, 4, 4)).requires_grad_()
loss = loss_of(logits, labels(23, 3, 2, 4, 4))
loss.backward()
store("loss", [loss.item()])
store("lossGradient", logits.grad)

# A U-Net of 2 inputs, 3 classes, levels of 8, 16 and 8 channels, on 3 pictures with a side of 8.
INPUTS, CLASSES, CHANNELS, SIDE, BATCH = 2, 3, [8, 16, 8], 8, 3
blocks = []
for level, channels in enumerate(CHANNELS):
    blocks += [(CHANNELS[level - 1] if level else INPUTS, channels), (channels, channels)]
for level in reversed(range(len(CHANNELS) - 1)):
    blocks += [(CHANNELS[level] + CHANNELS[level + 1], CHANNELS[level]), (CHANNELS[level], CHANNELS[level])]
count = sum(9 * i * o + 2 * o for i, o in blocks) + CHANNELS[0] * CLASSES + CLASSES
flat = draw(30, count) * 0.25
parameters, statistics = [], []
position = 0


def take(size, offset=0.0):
    global position
    parameters.append((flat[position:position + size] + offset).clone().requires_grad_())
    position += size


for inputs, outputs in blocks:
    take(9 * inputs * outputs)
    take(outputs, 1.0)
    take(outputs)
    statistics.append((torch.zeros(outputs), torch.ones(outputs)))
take(CHANNELS[0] * CLASSES)
take(CLASSES)


def block(x, index):
    inputs, outputs = blocks[index]
    weights, scale, shift = parameters[3 * index:3 * index + 3]
    x = F.conv2d(x, from_hwio(weights, 3, inputs, outputs), padding=1)
    return F.relu(F.batch_norm(x, *statistics[index], scale, shift, training=True, momentum=0.1))


def network(x):
    levels = len(CHANNELS)
    skips = []
    for level in range(levels):
        if level:
            x = F.max_pool2d(x, 2)
        x = block(block(x, 2 * level), 2 * level + 1)
        skips.append(x)
    index = 2 * levels
    for level in reversed(range(levels - 1)):
        x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
        x = block(block(torch.cat([skips[level], x], 1), index), index + 1)
        index += 2
    return F.conv2d(x, from_hwio(parameters[-2], 1, CHANNELS[0], CLASSES), parameters[-1])


optimiser = torch.optim.AdamW(parameters, lr=1.0, weight_decay=0.1)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=0.02, total_steps=10, cycle_momentum=False)
losses, rates = [], []
for step in range(10):
    optimiser.zero_grad()
    loss = loss_of(network(draw(100 + step, BATCH, INPUTS, SIDE, SIDE)), labels(200 + step, CLASSES, BATCH, SIDE, SIDE))
    loss.backward()
    losses.append(loss.item())
    rates.append(optimiser.param_groups[0]["lr"])
    if step == 0:
        store("gradientNorms", [value.grad.norm().item() for value in parameters])
        store("gradientOfFirstConvolution", parameters[0].grad)
    optimiser.step()
    if step < 9:
        schedule.step()
    if step == 4:
        store("parameterNorms", [value.norm().item() for value in parameters])
        store("runningMeanNorms", [mean.norm().item() for mean, _ in statistics])
        store("runningVarianceNorms", [variance.norm().item() for _, variance in statistics])
store("losses", losses)
store("rates", rates)

write("TorchFigures", "make_torch_figures.py")
