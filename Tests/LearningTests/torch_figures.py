"""What the scripts that store PyTorch's figures share: numbers drawn by SplitMix64, and the Swift file that they make."""
import torch

torch.set_default_dtype(torch.float64)
MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15


def mix(value):
    """The finaliser of SplitMix64."""
    z = value & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def words(seed, count):
    """Words of 64 bits."""
    return [mix(seed + (index + 1) * STEP) for index in range(count)]


def draw(seed, *shape):
    """Uniform numbers of [-1, 1) in steps of 2^-23."""
    count = 1
    for size in shape:
        count *= size
    return torch.tensor([(word >> 40) * 2.0**-23 - 1 for word in words(seed, count)]).reshape(shape)


def labels(seed, classes, *shape):
    return torch.clamp(((draw(seed, *shape) + 1) / 2 * classes).floor().long(), 0, classes - 1)


figures = []


def store(name, values):
    numbers = values if isinstance(values, list) else values.detach().flatten().tolist()
    figures.append((name, [float(number) for number in numbers]))


def layer(name, function, inputs, error_seed):
    """Output, and the gradient of each input for an output gradient that is drawn."""
    inputs = [value.clone().requires_grad_() for value in inputs]
    output = function(*inputs)
    output.backward(draw(error_seed, *output.shape))
    store(name + "Output", output)
    for index, value in enumerate(inputs):
        store(name + "Gradient" + str(index), value.grad)


def from_hwio(weights, window, inputs, outputs):
    return weights.reshape(window, window, inputs, outputs).permute(3, 2, 0, 1)


def write(type_name, script):
    print(f"/// Made by {script} with PyTorch {torch.__version__}; not edited by hand.")
    print(f"enum {type_name} {{")
    for name, numbers in figures:
        print(f"    static let {name}: [Double] = [")
        for start in range(0, len(numbers), 8):
            print("        " + ", ".join(f"{number:.7g}" for number in numbers[start:start + 8]) + ",")
        print("    ]")
    print("}")
