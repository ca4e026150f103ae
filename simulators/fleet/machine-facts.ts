/** On what a simulation ran, for figures. */
import { availableParallelism, cpus, release, totalmem } from 'node:os'

export function machineFacts(): object {
  return {
    cpu: cpus()[0]?.model.trim() || process.arch,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.versions.node,
  }
}
