/** The machine that a figure was measured on, so that two figures are not compared by mistake. */
import { availableParallelism, cpus, release, totalmem } from 'node:os'

export interface MachineFacts {
  cpu: string
  cores: number
  memoryBytes: number
  kernel: string
  node: string
}

export function machineFacts(): MachineFacts {
  return {
    cpu: cpus()[0]?.model.trim() || process.arch,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.versions.node,
  }
}
