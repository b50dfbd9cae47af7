/**
 * Named, versioned defaults from which VMs are made. A version never changes once it is stored, so a VM's record says
 * exactly what it was made from.
 *
 * `ByteSize` and `Redacted` are Effect types, the first unstable.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { CloudInit } from "./CloudInit.ts"
import { TemplateRef, VmLabels } from "./VmRecord.ts"
import { VmBoot, VmGraphics, VmSpec } from "./VmSpec.ts"

// VmSpec's own fields come with constructor defaults, which would turn everything left out into something said.
const { description, maxVcpus, title, vcpus } = VmSpec.fields

// The JSON form of an absent optional `ByteSize` cannot be written by Effect 4.1; that of its text form can.
const size = Schema.optionalKey(Schema.ByteSizeFromString)

/**
 * What a template, or a request to create a VM, may say of the machine. Whatever neither says has the default of
 * `VmSpec`, 1 virtual CPU and 1 GiB of memory; `maxVcpus` and `maxMemory` default to `vcpus` and `memory`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const MachineOptions = Schema.Struct({
  title,
  description,
  arch: Schema.optionalKey(Schema.Literals(["x86_64", "aarch64"])),
  machine: Schema.optionalKey(Schema.String.check(Schema.isPattern(/^[a-z0-9][a-z0-9.+-]{0,63}$/))),
  acceleration: Schema.optionalKey(Schema.Literals(["kvm", "tcg"])),
  vcpus: Schema.optionalKey(vcpus),
  maxVcpus: Schema.optionalKey(maxVcpus),
  memory: size,
  maxMemory: size,
  boot: Schema.optionalKey(VmBoot),
  agent: Schema.optionalKey(Schema.Boolean),
  graphics: Schema.optionalKey(VmGraphics),
  hotplugPorts: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 24 })))
})

/**
 * What a template, or a request to create a VM, may say of the machine.
 *
 * @since 0.1.0
 * @category models
 */
export interface MachineOptions extends Schema.Schema.Type<typeof MachineOptions> {}

/**
 * A template: name and version, the machine, labels, and cloud-init data.
 *
 * @since 0.1.0
 * @category schemas
 */
export const VmTemplate = Schema.Struct({
  ...TemplateRef.fields,
  machine: MachineOptions,
  labels: Schema.optionalKey(VmLabels),
  cloudInit: Schema.optionalKey(CloudInit)
})

/**
 * A template.
 *
 * @since 0.1.0
 * @category models
 */
export interface VmTemplate extends Schema.Schema.Type<typeof VmTemplate> {}
