"""Building blocks of the nets and their export for OpenCV 4.6."""

import torch
from torch import nn


def block(channels_in, channels_out, kernel=3, stride=1, padding=None):
    padding = kernel // 2 if padding is None else padding
    return nn.Sequential(nn.Conv2d(channels_in, channels_out, kernel, stride, padding, bias=False),
                         nn.BatchNorm2d(channels_out), nn.ReLU(inplace=True))


def folded(net):
    """The same net with each BatchNorm put into the convolution before it (OpenCV trips over shared initialisers)."""
    import copy
    net = copy.deepcopy(net).eval()

    def fold(module):
        children = list(module.named_children())
        for (_, first), (name, second) in zip(children, children[1:]):
            if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                scale = second.weight / torch.sqrt(second.running_var + second.eps)
                bias = first.bias if first.bias is not None else torch.zeros_like(scale)
                first.weight.data = first.weight.data * scale.data[:, None, None, None]
                first.bias = nn.Parameter((bias - second.running_mean) * scale + second.bias)
                setattr(module, name, nn.Identity())
        for child in module.children():
            fold(child)

    fold(net)
    return net


def export(net, example, path, dynamic_axes=None, outputs=("scores",)):
    torch.onnx.export(folded(net), example, path, opset_version=11, input_names=["glyphs"],
                      output_names=list(outputs), dynamic_axes=dynamic_axes)
    import onnx
    from onnx import helper
    model = onnx.load(path)
    wanted = []
    alias = {}
    for node in model.graph.node:  # Identity nodes stand where the BatchNorms were
        if node.op_type == "Identity":
            alias[node.output[0]] = alias.get(node.input[0], node.input[0])
        else:
            node.input[:] = [alias.get(name, name) for name in node.input]
            wanted.append(node)
    del model.graph.node[:]
    model.graph.node.extend(wanted)
    model.producer_name, model.producer_version, model.doc_string = "shenbao", "", ""
    onnx.checker.check_model(model)
    onnx.save(model, path)


def parameters(net):
    return sum(parameter.numel() for parameter in net.parameters())
