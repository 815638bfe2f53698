"""Makes RegistrationFigures.swift: what PyTorch says in double precision of the layers and the losses of a learned
registration, and of the training of a small one with its autoencoder.

Inputs are drawn by SplitMix64, in the tests alike, so that only results are stored. Needs python3-torch:

    python3 Tests/LearningTests/make_registration_figures.py > Tests/LearningTests/RegistrationFigures.swift
"""
import torch
import torch.nn.functional as F

from torch_figures import MASK, STEP, draw, from_hwio, labels, layer, mix, store, words, write

EPSILON = 1e-5


def warp(maps, field):
    """Maps at p + d(p), bilinear, as far as the outermost centres."""
    side = maps.shape[2]
    rows, columns = torch.meshgrid(torch.arange(side), torch.arange(side), indexing="ij")
    x = torch.clamp(columns + field[:, 0], 0, side - 1)
    y = torch.clamp(rows + field[:, 1], 0, side - 1)
    grid = torch.stack([x, y], -1) * 2 / (side - 1) - 1
    return F.grid_sample(maps, grid, mode="bilinear", padding_mode="border", align_corners=True)


def strided(x, weights):
    """Stride 2 with TensorFlow's padding: none before, one behind."""
    return F.conv2d(F.pad(x, (0, 1, 0, 1)), weights, stride=2)


def correlation(a, b):
    a, b = a.flatten(1), b.flatten(1)
    a, b = a - a.mean(1, keepdim=True), b - b.mean(1, keepdim=True)
    return (a * b).mean(1) / ((a * a).mean(1) * (b * b).mean(1)).sqrt()


def variation(field):
    return sum(
        difference.abs().sum((1, 2, 3))
        for difference in (field[:, :, 1:] - field[:, :, :-1], field[:, :, :, 1:] - field[:, :, :, :-1]))


layer("averagePooling", lambda x: F.avg_pool2d(x, 2), [draw(301, 1, 8, 4, 4)], 302)
layer("nearest", lambda x: F.interpolate(x, scale_factor=2, mode="nearest"), [draw(303, 1, 8, 2, 2)], 304)
layer("strided", lambda x, w: strided(x, from_hwio(w, 3, 8, 8)), [draw(305, 1, 8, 4, 4), draw(306, 576)], 307)
layer("normalisedELU", lambda x, s, b: F.elu(F.batch_norm(x, None, None, s, b, training=True)),
      [draw(308, 2, 8, 4, 4), draw(309, 8), draw(310, 8)], 311)
layer("sumELU", lambda a, b: F.elu(a + b), [draw(312, 1, 8, 2, 2), draw(313, 1, 8, 2, 2)], 314)

maps, field = draw(315, 2, 8, 4, 4), (3 * draw(316, 2, 2, 4, 4)).requires_grad_()
warped = warp(maps, field)
warped.backward(draw(317, 2, 8, 4, 4))
store("warpOutput", warped)
store("warpGradient", field.grad)

first, second = draw(318, 2, 8, 4, 4).requires_grad_(), draw(319, 2, 8, 4, 4)
value = -correlation(first[:, 3], second[:, 3]).mean()
value.backward()
store("correlation", [value.item()])
store("correlationGradient", first.grad[:, 3])

logits, truth = draw(320, 2, 8, 4, 4).requires_grad_(), torch.softmax(draw(321, 2, 3, 4, 4), 1)
value = 0.7 * -(truth * torch.log_softmax(logits[:, :3], 1)).sum(1).mean()
value.backward()
store("entropy", [value.item()])
store("entropyGradient", logits.grad[:, :3])

field = draw(322, 2, 2, 4, 4).requires_grad_()
value = 0.3 * variation(field).mean()
value.backward()
store("variation", [value.item()])
store("variationGradient", field.grad)


# Networks: parameters lie as the layers of a graph, channels filled up to a multiple of eight by zeros.
class Parameters:
    def __init__(self, seed, scale):
        self.seed, self.scale, self.values, self.position = seed, scale, [], 0

    def take(self, *shape, used=None, offset=0.0):
        """Drawn numbers; zero beyond those that are used."""
        count = 1
        for size in shape:
            count *= size
        self.seed += 1
        value = draw(self.seed, *shape) * self.scale + offset
        if used is not None:
            mask = torch.zeros(shape)
            mask[tuple(slice(0, size) for size in used)] = 1
            value = value * mask
        value = value.clone().requires_grad_()
        self.values.append(value)
        return value


def padded(channels):
    return (channels + 7) // 8 * 8


class Block:
    """A convolution with its normalisation; or with biases."""

    def __init__(self, parameters, inputs, outputs, used_inputs=None, normalised=True):
        wide = padded(outputs)
        self.weights = parameters.take(3, 3, inputs, wide, used=(3, 3, used_inputs or inputs, outputs))
        self.normalised = normalised
        if normalised:
            self.scale = parameters.take(wide, used=(outputs,), offset=1.0)
        self.shift = parameters.take(wide, used=(outputs,))
        self.mean, self.variance, self.means = torch.zeros(wide), torch.ones(wide), []

    def __call__(self, x, activation=None, stride=1, frozen=False):
        weights = self.weights.permute(3, 2, 0, 1)
        x = strided(x, weights) if stride == 2 else F.conv2d(x, weights, padding=1)
        if not self.normalised:
            return x + self.shift[None, :, None, None]
        if frozen:
            mean, variance = self.mean, self.variance
        else:
            mean, variance = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)
            self.count = x.numel() / x.shape[1]
            self.means.append((mean.detach(), variance.detach()))
        x = (x - mean[None, :, None, None]) / (variance[None, :, None, None] + EPSILON).sqrt()
        x = x * self.scale[None, :, None, None] + self.shift[None, :, None, None]
        return activation(x) if activation else x

    def update(self):
        mean = sum(m for m, _ in self.means) / len(self.means)
        variance = sum(v for _, v in self.means) / len(self.means)
        self.mean = self.mean + 0.1 * (mean - self.mean)
        self.variance = self.variance + 0.1 * (variance * self.count / (self.count - 1) - self.variance)
        self.means = []


class Registration:
    """Two levels of eight channels."""

    def __init__(self, seed):
        self.parameters = Parameters(seed, 0.3)
        p = self.parameters
        self.blocks = [Block(p, 2, 8), Block(p, 8, 8), Block(p, 8, 8), Block(p, 8, 8),
                       Block(p, 8, 8), Block(p, 8, 8), Block(p, 8, 8), Block(p, 8, 2)]

    def __call__(self, x, seed):
        b = self.blocks
        beside = b[1](b[0](x, F.elu))
        x = F.avg_pool2d(F.elu(beside), 2)
        x = b[3](b[2](x, F.elu), F.elu)
        x = dropped(x, seed)
        x = F.elu(b[4](F.interpolate(x, scale_factor=2, mode="nearest")) + beside)
        return b[7](b[6](b[5](x, F.elu), F.elu))


def dropped(x, seed):
    """Half of the numbers, doubled: eight bits of a word for the eight channels of a pixel."""
    pictures, channels, side, _ = x.shape
    mask = torch.zeros(pictures, side, side, channels)
    for picture in range(pictures):
        count = side * side * channels // 8
        drawn = words(mix(seed + picture * STEP), (count + 7) // 8)
        bits = []
        for index in range(count):
            byte = drawn[index // 8] >> (8 * (index % 8))
            bits += [(byte >> place) & 1 for place in range(8)]
        mask[picture] = torch.tensor(bits, dtype=torch.float64).reshape(side, side, channels)
    return x * 2 * mask.permute(0, 3, 1, 2)


class Autoencoder:
    """Eight channels at both levels, four codes, a side of sixteen."""

    def __init__(self, seed, classes):
        self.parameters = Parameters(seed, 0.3)
        p = self.parameters
        self.down = [Block(p, 8, 8, classes), Block(p, 8, 8), Block(p, 8, 8), Block(p, 8, 8), Block(p, 8, 1)]
        self.to_codes = (p.take(4, 4), p.take(4))
        self.from_codes = (p.take(4, 4), p.take(4))
        self.up = [Block(p, 8, 8, 1), Block(p, 8, 8), Block(p, 8, 8), Block(p, 8, 8), Block(p, 8, 8)]
        self.last = Block(p, 8, classes, normalised=False)
        self.blocks = self.down + self.up

    def codes(self, x, frozen=False):
        for index, block in enumerate(self.down):
            x = block(x, F.relu, stride=2 if index % 2 == 0 else 1, frozen=frozen)
        return x[:, 0].flatten(1) @ self.to_codes[0] + self.to_codes[1]

    def __call__(self, x):
        x = F.relu(self.codes(x) @ self.from_codes[0] + self.from_codes[1]).reshape(-1, 1, 2, 2)
        x = F.pad(x, (0, 0, 0, 0, 0, 7))
        for index, block in enumerate(self.up):
            x = block(F.interpolate(x, scale_factor=2, mode="nearest") if index % 2 == 0 else x, F.relu)
        return self.last(x)


SIDE, CLASSES, PARTS, PICTURES = 16, 3, 2, 2


def one_hot(truth):
    return F.one_hot(truth, CLASSES).permute(0, 3, 1, 2).to(torch.float64)


def exchanged(truth, place, seed):
    """Each pixel of an odd column changes places with its left neighbour by a chance of one in ten."""
    result = truth.clone()
    drawn = words(mix(seed + mix(place)), SIDE * SIDE // 2)
    for index, word in enumerate(drawn):
        if (word >> 40) * 2.0**-24 < 0.1:
            row, column = index // (SIDE // 2), 2 * (index % (SIDE // 2)) + 1
            result[row, column], result[row, column - 1] = truth[row, column - 1], truth[row, column]
    return result


def adam(parameters):
    return torch.optim.Adam(parameters.values, lr=0.01)


def finish(network, optimiser):
    optimiser.step()
    for block in network.blocks:
        block.update()


autoencoder = Autoencoder(1000, CLASSES)
optimiser, losses = adam(autoencoder.parameters), []
for step in range(3):
    optimiser.zero_grad()
    total = 0
    for part in range(PARTS):
        places = [(step * PARTS + part) * PICTURES + index for index in range(PICTURES)]
        truths = [labels(2000 + place, CLASSES, SIDE, SIDE) for place in places]
        noisy = torch.stack([exchanged(truth, place, 7) for truth, place in zip(truths, places)])
        logits = autoencoder(F.pad(one_hot(noisy), (0, 0, 0, 0, 0, 5)))[:, :CLASSES]
        total = total + F.cross_entropy(logits, torch.stack(truths)) / PARTS
    total.backward()
    losses.append(total.item())
    if step == 0:
        store("autoencoderGradientNorms", [value.grad.norm().item() for value in autoencoder.parameters.values])
    finish(autoencoder, optimiser)
store("autoencoderLosses", losses)
store("autoencoderParameterNorms", [value.norm().item() for value in autoencoder.parameters.values])
store("autoencoderVarianceNorms", [block.variance.norm().item() for block in autoencoder.blocks])


def picture(seed):
    """Labels, and grey values that follow them."""
    truth = labels(seed, CLASSES, SIDE, SIDE)
    return (draw(seed + 100_000, SIDE, SIDE) + 1) / 4 + truth / 4, truth


registration = Registration(3000)
optimiser, losses = adam(registration.parameters), []
for step in range(4):
    optimiser.zero_grad()
    parts = torch.zeros(4)
    for part in range(PARTS):
        number = step * PARTS + part
        places = [number * PICTURES + index for index in range(PICTURES)]
        moving = [picture(4000 + 2 * place) for place in places]
        fixed = [picture(4001 + 2 * place) for place in places]
        stack = lambda pictures: torch.stack([grey for grey, _ in pictures])[:, None]
        classes = lambda pictures: one_hot(torch.stack([truth for _, truth in pictures]))
        field = registration(torch.cat([stack(moving), stack(fixed)], 1), mix(7 + mix(number)))[:, :2]
        warped = warp(torch.cat([classes(moving), stack(moving)], 1), field)
        carried = warped[:, :CLASSES]
        batch = PARTS * PICTURES
        codes = lambda shares: autoencoder.codes(F.pad(shares, (0, 0, 0, 0, 0, 5)), frozen=True)
        parts = parts + torch.stack([
            -correlation(warped[:, CLASSES], stack(fixed)[:, 0]).sum() / batch,
            5e-5 * variation(field).sum() / batch,
            -(classes(fixed) * torch.log_softmax(carried, 1)).sum() / (batch * SIDE * SIDE),
            0.1 * ((codes(carried) - codes(classes(fixed))) ** 2).sum() / batch,
        ])
    parts.sum().backward()
    losses += parts.tolist()
    if step == 0:
        store("registrationGradientNorms", [value.grad.norm().item() for value in registration.parameters.values])
    finish(registration, optimiser)
store("registrationLosses", losses)
store("registrationParameterNorms", [value.norm().item() for value in registration.parameters.values])
store("registrationMeanNorms", [block.mean.norm().item() for block in registration.blocks])

write("RegistrationFigures", "make_registration_figures.py")
