/** Python's `ipaddress`, asked about many things at once: one process, one question a line, one answer a line. */
import { spawnSync } from "node:child_process"

/**
 * Where Python says yes on purpose and we say no, Python is overruled here:
 *
 * - scope ids: `fe80::1%eth0` is an address for Python (we read it by `parseZoned` alone);
 * - netmasks and hostmasks for lengths: `10.0.0.0/255.0.0.0`, `10.0.0.0/0.255.255.255`;
 * - lengths with leading zeros: `10.0.0.0/08`;
 * - prefixes without length: `10.0.0.1` is a /32 for Python.
 *
 * Where the words differ only: an IPv6 network's `broadcast_address` is its last address; sorting or comparing a mixture of
 * families raises `TypeError`, where we put IPv4 first and say that they have nothing in common; versions before 3.13 write
 * IPv4-mapped addresses with hexadecimal groups, so their text is put together here. `hosts()` follows the same rules as we do: both addresses of /31 and
 * /127, the only one of /32 and /128, and no subnet-router anycast address.
 */
const script = String.raw`
import ipaddress, itertools, json, sys

def number(a): return [a.version, str(int(a))]
def block(n): return [n.version, str(int(n.network_address)), n.prefixlen]

def address(text):
    if "%" in text: return None
    try: a = ipaddress.ip_address(text)
    except ValueError: return None
    mapped = a.version == 6 and a.ipv4_mapped
    return number(a) + ["::ffff:%s" % mapped if mapped else str(a)]

def network(text):
    if "%" in text or text.count("/") != 1: return None
    length = text.split("/")[1]
    if not (length.isascii() and length.isdigit()) or (length[0] == "0" and length != "0"): return None
    try: n = ipaddress.ip_network(text, strict=False)
    except ValueError: return None
    try: ipaddress.ip_network(text)
    except ValueError: return ["host bits"] + block(n)
    return block(n)

def pair(x, y):
    p, q = ipaddress.ip_network(x), ipaddress.ip_network(y)
    if p.version != q.version: return [False, False, False, p.version - q.version]
    order = 0 if p == q else -1 if p < q else 1
    return [q.subnet_of(p), q.network_address in p, p.overlaps(q), order]

def facts(x):
    n = ipaddress.ip_network(x)
    bits = n.max_prefixlen - n.prefixlen
    hosts = [number(a) for a in (n.hosts() if bits <= 8 else itertools.islice(n.hosts(), 1))]
    return [number(n.network_address), number(n.broadcast_address), str(n.num_addresses), hosts]

def parts(x, length):
    n = ipaddress.ip_network(x)
    few = [block(s) for s in itertools.islice(n.subnets(new_prefix=length), 5)]
    return few + ([block(s) for s in n.subnets(new_prefix=length)] if length - n.prefixlen <= 6 else [])

ask = {
    "text": lambda text: [address(text), network(text)],
    "pair": pair,
    "facts": facts,
    "parts": parts,
    "supernet": lambda x, length: block(ipaddress.ip_network(x).supernet(new_prefix=length)),
    "collapse": lambda *xs: [block(n) for v in (4, 6) for n in ipaddress.collapse_addresses(
        n for n in map(ipaddress.ip_network, xs) if n.version == v)],
    "exclude": lambda x, y: [block(n) for n in sorted(
        ipaddress.ip_network(x).address_exclude(ipaddress.ip_network(y)))],
    "range": lambda x, y: [block(n) for n in ipaddress.summarize_address_range(
        ipaddress.ip_address(x), ipaddress.ip_address(y))],
}
for line in sys.stdin:
    name, *arguments = json.loads(line)
    print(json.dumps(ask[name](*arguments)))
`

export type Question = readonly [name: string, ...args: ReadonlyArray<string | number>]

/** The answers, in the order of the questions. */
export const answers = (questions: ReadonlyArray<Question>): ReadonlyArray<unknown> => {
  const input = questions.map((question) => JSON.stringify(question)).join("\n")
  const run = spawnSync("/usr/bin/python3", ["-I", "-c", script], {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 120_000
  })
  if (run.status !== 0) throw new Error(`python3 ended with ${run.status}: ${run.stderr}`)
  return run.stdout
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line))
}
