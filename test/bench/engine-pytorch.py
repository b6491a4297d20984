"""The reference network's training step in PyTorch: what test/bench/engine.ts is compared with.

    node test/bench/engine/export.ts step.json         # parameters, a batch, and our results for it
    python3 test/bench/engine-pytorch.py --check step.json
    python3 test/bench/engine-pytorch.py --threads 2 --batch 64 128 [--device cuda]

Same network, loss (AGCACL), clipping, AdamW and batch; the same shortcuts (only the first token of the last
Transformer layer is worked out). PyTorch's own fused kernels are used wherever it has them.
"""
import argparse
import base64
import json
import math
import resource
import time

import torch
import torch.nn.functional as F

GROUPS, HEADS, CLASSES, WIDTH = 8, 4, 9, 128
BRANCHES = {"ecg": 12, "iegm": 7}
BLOCKS = ((64, 7), (128, 5), (128, 3))


def shapes():
    s = {}

    def dense(name, i, o, bias=True):
        s[f"{name}.weight"] = (i, o)
        if bias:
            s[f"{name}.bias"] = (o,)

    def norm(name, n):
        s[f"{name}.gain"] = s[f"{name}.bias"] = (n,)

    def attention(name):
        dense(f"{name}.query", WIDTH, WIDTH)
        dense(f"{name}.key-value", WIDTH, 2 * WIDTH)
        dense(f"{name}.out", WIDTH, WIDTH)

    for b, channels in BRANCHES.items():
        s[f"{b}.stem.weight"] = (32, channels, 15)
        norm(f"{b}.stem.norm", 32)
        last = 32
        for i, (filters, kernel) in enumerate(BLOCKS, 1):
            s[f"{b}.block{i}.conv1.weight"] = (filters, last, kernel)
            norm(f"{b}.block{i}.norm1", filters)
            s[f"{b}.block{i}.conv2.weight"] = (filters, filters, kernel)
            norm(f"{b}.block{i}.norm2", filters)
            s[f"{b}.block{i}.skip.weight"] = (filters, last, 1)
            last = filters
        dense(f"{b}.presence", channels, WIDTH)
        attention(f"cross.{b}")
        norm(f"cross.{b}.norm", WIDTH)
    dense("semantic.hidden", WIDTH, 64)
    dense("semantic.score", 64, 1, bias=False)
    s["transformer.cls"] = (1, 1, WIDTH)
    s["transformer.positions"] = (1, 33, WIDTH)
    for i in (1, 2):
        name = f"transformer.layer{i}"
        norm(f"{name}.norm1", WIDTH)
        attention(f"{name}.attention")
        norm(f"{name}.norm2", WIDTH)
        dense(f"{name}.expand", WIDTH, 256)
        dense(f"{name}.contract", 256, WIDTH)
    norm("transformer.norm", WIDTH)
    dense("head.rhythm", WIDTH, CLASSES)
    dense("projector.hidden", WIDTH, WIDTH)
    dense("projector.out", WIDTH, WIDTH)
    return s


def attention(q, k, v):
    if hasattr(F, "scaled_dot_product_attention"):  # PyTorch 2
        return F.scaled_dot_product_attention(q, k, v)
    return torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1]), -1) @ v


class Network:
    def __init__(self, p, activation="gelu", dropout=0.1):
        self.p, self.dropout = p, dropout
        self.act = F.gelu if activation == "gelu" else F.silu

    def dense(self, name, x):
        return F.linear(x, self.p[f"{name}.weight"].t(), self.p.get(f"{name}.bias"))

    def layer_norm(self, name, x):
        return F.layer_norm(x, (x.shape[-1],), self.p[f"{name}.gain"], self.p[f"{name}.bias"])

    def group_norm(self, name, x):
        return F.group_norm(x, GROUPS, self.p[f"{name}.gain"], self.p[f"{name}.bias"])

    def drop(self, x):
        return F.dropout(x, self.dropout) if self.dropout else x

    def conv(self, name, x, stride):
        w = self.p[f"{name}.weight"]
        return F.conv1d(x, w, stride=stride, padding=(w.shape[2] - 1) // 2)

    def branch(self, b, signals, present):
        x = self.act(self.group_norm(f"{b}.stem.norm", self.conv(f"{b}.stem", signals, 2)))
        for i in range(1, 4):
            n = f"{b}.block{i}"
            y = self.act(self.group_norm(f"{n}.norm1", self.conv(f"{n}.conv1", x, 2)))
            y = F.dropout1d(y, self.dropout) if self.dropout else y
            y = self.group_norm(f"{n}.norm2", self.conv(f"{n}.conv2", y, 1))
            x = self.act(y + self.conv(f"{n}.skip", x, 2))
        return x.transpose(1, 2) + self.dense(f"{b}.presence", present)[:, None]

    def attend(self, name, queries, source):
        b, t, d = queries.shape
        split = lambda x: x.reshape(b, x.shape[1], HEADS, d // HEADS).transpose(1, 2)
        q = split(self.dense(f"{name}.query", queries))
        k, v = (split(x) for x in self.dense(f"{name}.key-value", source).split(d, dim=2))
        y = attention(q, k, v)
        return self.dense(f"{name}.out", y.transpose(1, 2).reshape(b, t, d))

    def layer(self, name, x, only_first):
        n = self.layer_norm(f"{name}.norm1", x)
        cut = (lambda t: t[:, :1]) if only_first else (lambda t: t)
        x = cut(x) + self.drop(self.attend(f"{name}.attention", cut(n), n))
        h = self.act(self.dense(f"{name}.expand", self.layer_norm(f"{name}.norm2", x)))
        return x + self.drop(self.dense(f"{name}.contract", h))

    def __call__(self, feeds):
        e = self.branch("ecg", feeds["ecg"], feeds["ecg.present"])
        g = self.branch("iegm", feeds["iegm"], feeds["iegm.present"])
        e2 = self.layer_norm("cross.ecg.norm", e + self.attend("cross.ecg", e, g))
        g2 = self.layer_norm("cross.iegm.norm", g + self.attend("cross.iegm", g, e))
        u = torch.tanh(self.dense("semantic.hidden", torch.stack((e2, g2)))) @ self.p["semantic.score.weight"]
        alpha = torch.softmax(u, dim=0)
        fused = alpha[0] * e2 + alpha[1] * g2
        cls = self.p["transformer.cls"].expand(fused.shape[0], 1, WIDTH)
        x = torch.cat((cls, fused), 1) + self.p["transformer.positions"]
        x = self.layer("transformer.layer2", self.layer("transformer.layer1", x, False), True)
        h = self.layer_norm("transformer.norm", x[:, 0])
        z = self.dense("projector.out", self.act(self.dense("projector.hidden", h)))
        return self.dense("head.rhythm", h), F.normalize(z, dim=1)


def agcacl(z, labels, memory, tau=0.1, share=0.5):
    """AGCACL with psi, Psi, lP and 0.5 lS; phi off. `labels` one-hot; every example weighs 1."""
    p, s, seen = memory["prototypes"], memory["similarity"], memory["seen"]
    others = (1 - torch.eye(len(seen), device=z.device)) * seen
    pairs = torch.softmax(s / 0.1 - 1e4 * (1 - others), 1) * others * others.sum(1, keepdim=True)
    modulation = labels @ ((share * pairs + 1 - share) * others + (1 - others))
    hardest = (s * others - (1 - others)).amax(1)
    psi = torch.softmax(hardest - 1e4 * (1 - seen), 0) * seen * seen.sum() + (1 - seen)
    to_p, to_z = z @ p.t() / tau, z @ z.t() / tau
    own = lambda x: (x * labels).sum(1)
    l_p = (((to_p - 1 / tau).exp() * modulation * seen).sum(1).clamp_min(1e-30).log() + 1 / tau - own(to_p)) * (labels @ seen)
    mask = 1 - torch.eye(len(z), device=z.device)
    counts = mask @ labels + seen
    safe, filled = counts.clamp_min(1e-30), (counts > 0).float()
    powers = ((to_z - 1 / tau).exp() * mask) @ labels + (to_p - 1 / tau).exp() * seen
    whole = (powers / safe * filled * modulation).sum(1).clamp_min(1e-30).log() + 1 / tau
    l_s = (whole - own(((to_z * mask) @ labels + to_p * seen) / safe)) * own(filled)
    weights = labels @ psi
    return ((l_p + 0.5 * l_s) * weights).sum() / weights.sum()


@torch.no_grad()
def update(memory, z, labels):
    counts = labels.sum(0)[:, None]
    momentum = 0.9 * memory["seen"][:, None]
    blended = memory["prototypes"] * momentum + (labels.t() @ z) / counts.clamp_min(1e-30) * (1 - momentum)
    memory["prototypes"] = torch.where(counts > 0, F.normalize(blended, dim=1), memory["prototypes"])
    memory["similarity"] = 0.9 * memory["similarity"] + 0.1 * memory["prototypes"] @ memory["prototypes"].t()
    memory["seen"] = torch.maximum(memory["seen"], (counts[:, 0] > 0).float())


def losses(network, feeds, memory, weight):
    logits, z = network(feeds)
    ce = -(feeds["labels.rhythm"] * F.log_softmax(logits + feeds["log-prior.rhythm"], 1)).sum(1).mean()
    contrast = agcacl(z, feeds["labels.rhythm"], memory)
    return ce + weight * contrast, z


def tensor_of(entry, device):
    data = torch.frombuffer(bytearray(base64.b64decode(entry["base64"])), dtype=torch.float32)
    return data.reshape(entry["shape"]).to(device)


def check(path, device):
    with open(path) as f:
        given = json.load(f)
    read = lambda group: {k: tensor_of(v, device) for k, v in given[group].items()}
    p, feeds, memory, expected = read("parameters"), read("feeds"), read("memory"), read("gradient")
    for t in p.values():
        t.requires_grad_()
    loss, _ = losses(Network(p, dropout=0.0), feeds, memory, given["lambda"])
    loss.backward()
    difference = sum(((p[k].grad - expected[k]) ** 2).sum() for k in p)
    size = sum((expected[k] ** 2).sum() for k in p)
    print(f"loss {loss.item():.6f}, ours {given['loss']:.6f}; gradient, relative L2 difference {math.sqrt(difference / size):.2e}")


def bench(batch, steps, device, activation):
    g = torch.Generator().manual_seed(1)
    rand = lambda *shape: torch.randn(*shape, generator=g).to(device)
    p = {k: (rand(*s) / math.sqrt(max(1, math.prod(s[:-1])))).requires_grad_() for k, s in shapes().items()}
    feeds = {"ecg": rand(batch, 12, 512), "iegm": rand(batch, 7, 512)}
    feeds["ecg.present"], feeds["iegm.present"] = torch.ones(batch, 12).to(device), torch.ones(batch, 7).to(device)
    feeds["labels.rhythm"] = F.one_hot(torch.arange(batch) % CLASSES, CLASSES).float().to(device)
    feeds["log-prior.rhythm"] = torch.full((CLASSES,), -math.log(CLASSES)).to(device)
    memory = {"prototypes": torch.zeros(CLASSES, WIDTH), "similarity": torch.zeros(CLASSES, CLASSES), "seen": torch.zeros(CLASSES)}
    memory = {k: v.to(device) for k, v in memory.items()}
    decay = [t for k, t in p.items() if k.endswith(".weight")]
    plain = [t for k, t in p.items() if not k.endswith(".weight")]
    groups = [{"params": decay, "weight_decay": 1e-4}, {"params": plain, "weight_decay": 0.0}]
    # PyTorch 1 has the fused update for CUDA only; over lists is its fastest on the CPU.
    way = {"fused": True} if device != "cpu" or torch.__version__ >= "2" else {"foreach": True}
    optimiser = torch.optim.AdamW(groups, lr=1e-3, **way)
    network, times, busy = Network(p, activation), [], []
    for _ in range(steps):
        used = time.process_time()
        if device != "cpu":
            torch.cuda.synchronize()
        start = time.perf_counter()
        optimiser.zero_grad(set_to_none=True)
        loss, z = losses(network, feeds, memory, 0.35)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(p.values()), 1.0)
        optimiser.step()
        update(memory, z.detach(), feeds["labels.rhythm"])
        if device != "cpu":
            torch.cuda.synchronize()
        times.append(time.perf_counter() - start)
        busy.append(time.process_time() - used)
    times, busy = sorted(times[3:]), sorted(busy[3:])
    count = sum(math.prod(s) for s in shapes().values())
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    best, median = times[0] * 1e3, times[len(times) // 2] * 1e3
    print(
        f"torch {torch.__version__} {device} {torch.get_num_threads()} threads, {activation}, batch {batch}: "
        f"best {best:.1f} ms, median {median:.1f} ms a step, {batch / median * 1e3:.0f} samples/s (median), "
        f"CPU time {busy[0] * 1e3:.1f} ms (best), {busy[len(busy) // 2] * 1e3:.1f} ms (median) a step, "
        f"{count} parameters, peak RSS {rss:.2f} GB, loss {loss.item():.4f}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--check")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, nargs="+", default=[64, 128])
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--activation", default="gelu", choices=("gelu", "silu"))
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if options.check:
        check(options.check, options.device)
    else:
        for size in options.batch:
            bench(size, options.steps, options.device, options.activation)
