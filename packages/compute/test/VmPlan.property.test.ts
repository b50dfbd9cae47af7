import * as DiskSource from "@cloudwright/core/DiskSource"
import * as Ids from "@cloudwright/core/Ids"
import * as NicBinding from "@cloudwright/core/NicBinding"
import { assert, describe, it } from "@effect/vitest"
import * as ByteSize from "effect/ByteSize"
import * as Result from "effect/Result"
import { isActive, type PowerState } from "../src/PowerState.ts"
import { format, formatStep, plan, type VmObserved, type VmStep } from "../src/VmPlan.ts"
import type { VmDesired } from "../src/VmRecord.ts"
import { fullSpec, type VmSeed } from "../src/VmRecord.ts"
import { DiskTarget, VmDisk, VmNic, VmSpec } from "../src/VmSpec.ts"
import { allowedVerbs, begin, isSettled, isTransit, settle, VmState, VmVerb } from "../src/VmState.ts"

const id = Ids.VmId.make("019a0000-0000-7000-8000-000000000001")
const file = (path: string) =>
  DiskSource.DiskSource.cases.File.make({ path: DiskSource.AbsolutePath.make(path), format: "qcow2" })
const disk = (target: string, path: string) => VmDisk.make({ target: DiskTarget.make(target), source: file(path) })
const mac = (last: number) => NicBinding.MacAddress.make(`52:54:00:00:00:0${last}`)
const nic = (last: number, linkUp = true) =>
  VmNic.make({ binding: NicBinding.NicBinding.cases.User.make({ mac: mac(last) }), linkUp })

const base = VmSpec.make({
  id,
  name: "web" as VmSpec["name"],
  vcpus: 2,
  maxVcpus: 4,
  memory: ByteSize.gibibytes(1),
  maxMemory: ByteSize.gibibytes(2),
  disks: [disk("vda", "/a.qcow2"), disk("vdb", "/b.qcow2")],
  nics: [nic(1)]
})

const specs: ReadonlyArray<VmSpec> = [
  base,
  { ...base, disks: [disk("vda", "/a.qcow2")] },
  { ...base, disks: [disk("vda", "/a.qcow2"), disk("vdb", "/c.qcow2"), disk("vdc", "/d.qcow2")] },
  { ...base, disks: [...base.disks, disk("sda", "/e.qcow2")] },
  { ...base, nics: [nic(1, false), nic(2)] },
  { ...base, nics: [] },
  { ...base, vcpus: 4, memory: ByteSize.mebibytes(1536) },
  { ...base, vcpus: 1, maxVcpus: 8, maxMemory: ByteSize.gibibytes(4) },
  { ...base, title: "another", agent: false }
]

const seedSource = file("/seed.iso")
const seedOf = (wanted: boolean, placed: boolean): VmSeed => ({
  target: DiskTarget.make("vdz"),
  instanceId: id,
  wanted,
  detachAfterBoot: false,
  source: placed ? seedSource : null
})
const seeds: ReadonlyArray<VmSeed | null> = [null, seedOf(true, false), seedOf(true, true), seedOf(false, true)]
const powers: ReadonlyArray<VmDesired["power"]> = ["running", "off", "paused", "saved"]
const states: ReadonlyArray<PowerState> = ["running", "paused", "stopping", "off", "crashed", "sleeping"]
const both = [false, true]

function* wishes(): Generator<VmDesired> {
  for (const spec of specs) {
    for (const seed of seeds) {
      for (const power of powers) {
        for (const force of both) {
          for (const presence of spec === base ? (["present", "absent", "adopt"] as const) : (["present"] as const)) {
            yield { presence, spec, seed, power, force, stopTimeoutMillis: 1000 }
          }
        }
      }
    }
  }
}

/** What a host may have: nothing, or a domain in any state with any of two definitions and machines. */
function* worlds(): Generator<VmObserved> {
  const withSeed = fullSpec({
    presence: "present",
    spec: base,
    seed: seedOf(true, true),
    power: "off",
    force: false,
    stopTimeoutMillis: 1
  })
  for (const seed of both) {
    yield { domain: undefined, seed }
    for (const state of states) {
      for (const managed of both) {
        for (const spec of [base, specs[2] as VmSpec, withSeed]) {
          const lives = isActive(state) ? [base, withSeed] : [undefined]
          for (const live of lives) {
            for (const hasManagedSave of isActive(state) ? [false] : both) {
              yield { domain: { state, managed, spec, live, hasManagedSave, overlays: [] }, seed }
            }
          }
        }
      }
    }
  }
}

type Mutable = { domain: VmObserved["domain"]; seed: boolean; wish: VmDesired }

/** A host as the contract describes it: refuses what is not allowed, does what is. */
const take = (host: Mutable, step: VmStep): void => {
  const want = fullSpec(host.wish)
  const refuse = (why: string): never => assert.fail(`${formatStep(step)}: ${why}`)
  if (step._tag === "PutSeed") {
    host.seed = true
    if (host.wish.seed !== null) host.wish = { ...host.wish, seed: { ...host.wish.seed, source: seedSource } }
    return
  }
  if (step._tag === "RemoveSeed") {
    const { domain } = host
    if (domain !== undefined && isActive(domain.state) && domain.live?.disks.some((d) => d.target === "vdz") === true) {
      refuse("the machine uses it")
    }
    host.seed = false
    return
  }
  if (step._tag === "Define") {
    if (want.disks.some((d) => d.target === "vdz") && !host.seed) refuse("the seed image is not there")
    const now = host.domain ?? {
      state: "off" as const,
      managed: true,
      live: undefined,
      hasManagedSave: false,
      overlays: [],
      spec: want
    }
    if (!now.managed) refuse("not managed")
    host.domain = { ...now, spec: want }
    return
  }
  const domain = host.domain ?? refuse("no domain")
  if (step._tag === "Adopt") {
    host.domain = { ...domain, managed: true }
    return
  }
  if (!domain.managed) refuse("not managed")
  const inState = (...allowed: ReadonlyArray<PowerState>) =>
    allowed.includes(domain.state) || refuse(`state ${domain.state}`)
  const set = (change: Partial<NonNullable<VmObserved["domain"]>>) => {
    host.domain = { ...domain, ...change }
  }
  const edit = (f: (spec: VmSpec) => VmSpec) =>
    set({
      spec: domain.spec === undefined ? undefined : f(domain.spec),
      live: domain.live === undefined ? undefined : f(domain.live)
    })
  const has = (spec: VmSpec | undefined, target: string) => spec?.disks.some((d) => d.target === target) === true
  const card = (spec: VmSpec | undefined, address: string) => spec?.nics.some((n) => n.binding.mac === address) === true
  switch (step._tag) {
    case "Start":
      inState("off", "crashed")
      return set({ state: step.paused ? "paused" : "running", live: domain.spec, hasManagedSave: false })
    case "Shutdown":
      inState("running", "stopping")
      return set({ state: "off", live: undefined })
    case "Destroy":
      inState("running", "paused", "stopping", "sleeping")
      return set({ state: "off", live: undefined })
    case "Suspend":
      inState("running")
      return set({ state: "paused" })
    case "Resume":
      inState("paused")
      return set({ state: "running" })
    case "Save":
      inState("running", "paused")
      return set({ state: "off", live: undefined, hasManagedSave: true })
    case "DiscardSave":
      return set({ hasManagedSave: false })
    case "Undefine":
      inState("off", "crashed")
      host.domain = undefined
      return
    case "AttachDisk": {
      if (step.target.startsWith("sd")) refuse("no hot plug")
      if (has(domain.spec, step.target) || has(domain.live, step.target)) refuse("exists")
      const added = want.disks.filter((d) => d.target === step.target)
      return edit((spec) => ({ ...spec, disks: [...spec.disks, ...added] }))
    }
    case "DetachDisk":
      if (step.target.startsWith("sd")) refuse("no hot plug")
      if (!has(domain.spec, step.target) && !has(domain.live, step.target)) refuse("absent")
      return edit((spec) => ({ ...spec, disks: spec.disks.filter((d) => d.target !== step.target) }))
    case "AttachNic": {
      if (card(domain.spec, step.mac) || card(domain.live, step.mac)) refuse("exists")
      const added = want.nics.filter((n) => n.binding.mac === step.mac)
      return edit((spec) => ({ ...spec, nics: [...spec.nics, ...added] }))
    }
    case "DetachNic":
      if (!card(domain.spec, step.mac) && !card(domain.live, step.mac)) refuse("absent")
      return edit((spec) => ({ ...spec, nics: spec.nics.filter((n) => n.binding.mac !== step.mac) }))
    case "SetLink":
      return edit((spec) => ({
        ...spec,
        nics: spec.nics.map((n) => (n.binding.mac === step.mac ? { ...n, linkUp: step.link === "up" } : n))
      }))
    case "SetVcpus":
      if (domain.live !== undefined && step.vcpus < domain.live.vcpus) refuse("fewer while running")
      return edit((spec) => ({ ...spec, vcpus: step.vcpus }))
    case "SetMemory":
      return edit((spec) => ({ ...spec, memory: step.memory }))
  }
}

const converge = (wish: VmDesired, observed: VmObserved): Mutable & { readonly rounds: number } => {
  const host: Mutable = { ...observed, wish }
  for (let rounds = 0; rounds < 5; rounds++) {
    const { steps } = plan(host.wish, host)
    if (steps.length === 0) return { ...host, rounds }
    for (const step of steps) take(host, step)
  }
  return assert.fail(`does not converge: ${format("", plan(host.wish, host))}`)
}

describe("VmPlan", () => {
  it("takes no step that a host refuses, from anything to anything, and is empty afterwards", () => {
    let cases = 0
    for (const wish of wishes()) {
      for (const observed of worlds()) {
        cases += 1
        const end = converge(wish, observed)
        if (observed.domain !== undefined && !observed.domain.managed && wish.presence !== "adopt") {
          assert.deepStrictEqual(end.domain, observed.domain, "a foreign domain is left as it is")
          continue
        }
        if (wish.presence === "absent") {
          assert.strictEqual(end.domain, undefined)
          assert.isFalse(end.seed)
          continue
        }
        const domain = end.domain ?? assert.fail("there is a domain")
        const { unmet } = plan(end.wish, end)
        assert.deepStrictEqual(
          [...(domain.spec?.disks ?? [])].map((d) => d.target).sort(),
          fullSpec(end.wish)
            .disks.map((d) => d.target)
            .sort()
        )
        if (end.wish.seed?.wanted === true) assert.isTrue(end.seed)
        if (unmet.length > 0) continue
        const reached = settle(domain)
        const goal = {
          running: ["running"],
          paused: ["paused"],
          off: ["stopped", "saved", "crashed"],
          saved: ["saved"]
        }
        assert.include(goal[wish.power], reached)
      }
    }
    assert.isAbove(cases, 50_000)
  })

  it("never stops a machine that should run", () => {
    for (const wish of wishes()) {
      if (wish.power !== "running" || wish.presence === "absent") continue
      for (const observed of worlds()) {
        if (observed.domain === undefined || !isActive(observed.domain.state)) continue
        const tags = plan(wish, observed).steps.map((step) => step._tag)
        for (const bad of ["Shutdown", "Destroy", "Suspend", "Save", "Undefine"]) assert.notInclude(tags, bad)
      }
    }
  })

  it("throws saved memory away only by force", () => {
    for (const wish of wishes()) {
      if (wish.force || wish.presence === "absent") continue
      for (const observed of worlds()) {
        assert.notInclude(
          plan(wish, observed).steps.map((step) => step._tag),
          "DiscardSave"
        )
      }
    }
  })

  it("prints as an operator reads it", () => {
    const wish: VmDesired = {
      presence: "present",
      spec: base,
      seed: seedOf(true, false),
      power: "running",
      force: false,
      stopTimeoutMillis: 1000
    }
    assert.strictEqual(
      format("web", plan(wish, { domain: undefined, seed: false })),
      ["web", "  1. put the seed image on the host", "  2. define the domain (all)", "  3. start"].join("\n")
    )
    const running = { state: "running" as const, managed: true, hasManagedSave: false, overlays: [] }
    assert.strictEqual(
      format(
        "web",
        plan(
          { ...wish, seed: null, spec: specs[2] as VmSpec },
          { domain: { ...running, spec: base, live: base }, seed: false }
        )
      ),
      ["web", "  1. detach disk vdb", "  2. attach disk vdb", "  3. attach disk vdc"].join("\n")
    )
    assert.strictEqual(
      format(
        "web",
        plan({ ...wish, seed: null }, { domain: { ...running, managed: false, spec: base, live: base }, seed: false })
      ),
      ["web", "  nothing to do", "  ! the domain of this id is not managed: nothing is done to it"].join("\n")
    )
  })
})

describe("VmState", () => {
  const all = VmState.literals
  const verbs = VmVerb.literals

  it("allows a verb exactly where the table says, or where its goal is reached", () => {
    for (const state of all) {
      for (const verb of verbs) {
        const next = begin(state, verb)
        if (Result.isFailure(next)) {
          assert.notInclude(allowedVerbs[state], verb)
          assert.deepStrictEqual(next.failure, { state, verb, allowed: allowedVerbs[state] })
        } else {
          assert.isTrue(allowedVerbs[state].includes(verb) || next.success === state)
          assert.isTrue(isTransit(next.success) || isSettled(next.success))
        }
      }
    }
  })

  it("is either settled, in transit, lost or stuck", () => {
    for (const state of all) {
      const kinds = [isSettled(state), isTransit(state), state === "lost", state === "stuck"].filter(Boolean)
      assert.strictEqual(kinds.length, 1, state)
    }
    for (const state of states)
      for (const hasManagedSave of both) assert.isTrue(isSettled(settle({ state, hasManagedSave })))
  })

  it("lets the verb that was interrupted take over, and everything be removed but what is being adopted", () => {
    for (const state of all) {
      if (state !== "adopting") assert.isTrue(Result.isSuccess(begin(state, "remove")), state)
      for (const verb of verbs) {
        const next = begin(state, verb)
        if (Result.isFailure(next) || !isTransit(next.success)) continue
        assert.deepStrictEqual(begin(next.success, verb), next, `${verb} again`)
      }
    }
  })
})
