/**
 * `blkio_config` of a service.
 *
 * Invariant: a rate is in bytes or operations a second, and a weight is from 10 to 1000, as the engine takes them.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { BlockIo, DeviceRate, DeviceWeight } from '../../protocol/types.ts'
import { ValueFault } from './faults.ts'
import { type Level, type Rule, readLevel } from './level.ts'
import { bytes, each, whole, word } from './read.ts'
import type { Scope } from './scope.ts'
import type { Node } from './yaml-tree.ts'

const path: Rule<{ path: string }> = { doc: 'a device of the host', read: (node) => ({ path: word(node) }) }

const WEIGHT_LEVEL: Level<Loose<DeviceWeight>> = {
  title: 'An item of `weight_device`',
  keys: { path, weight: { doc: '10 to 1000', read: (node) => ({ weight: weight(node) }) } },
}

const BYTES_LEVEL: Level<Loose<DeviceRate>> = {
  title: 'An item of `device_read_bps` and `device_write_bps`',
  keys: { path, rate: { doc: 'a size, for each second', read: (node) => ({ rate: bytes(node) }) } },
}

const OPERATIONS_LEVEL: Level<Loose<DeviceRate>> = {
  title: 'An item of `device_read_iops` and `device_write_iops`',
  keys: {
    path,
    rate: { doc: 'operations in each second', read: (node) => ({ rate: whole(node, 0, Number.MAX_SAFE_INTEGER) }) },
  },
}

export const BLOCK_IO_LEVEL: Level<Loose<BlockIo>> = {
  title: '`blkio_config` of a service',
  keys: {
    weight: { doc: '10 to 1000', read: (node) => ({ weight: weight(node) }) },
    weight_device: { doc: 'a list', read: (node, scope) => ({ deviceWeights: items(WEIGHT_LEVEL, node, scope) }) },
    device_read_bps: { doc: 'a list', read: (node, scope) => ({ readBps: items(BYTES_LEVEL, node, scope) }) },
    device_write_bps: { doc: 'a list', read: (node, scope) => ({ writeBps: items(BYTES_LEVEL, node, scope) }) },
    device_read_iops: { doc: 'a list', read: (node, scope) => ({ readIops: items(OPERATIONS_LEVEL, node, scope) }) },
    device_write_iops: { doc: 'a list', read: (node, scope) => ({ writeIops: items(OPERATIONS_LEVEL, node, scope) }) },
  },
}

/** Levels below, for the documentation. */
export const BLOCK_IO_PARTS = [WEIGHT_LEVEL, BYTES_LEVEL, OPERATIONS_LEVEL]

function items<Part extends { path?: string | undefined }>(level: Level<Part>, node: Node, scope: Scope) {
  return each(node, scope.faults, (item) => {
    const part = readLevel(level, item, scope)
    if (part.path === undefined || Object.keys(part).length < 2)
      throw new ValueFault(
        item.place,
        `needs ${Object.keys(level.keys)
          .map((key) => JSON.stringify(key))
          .join(' and ')}`,
      )
    return [part as Part]
  })
}

function weight(node: Node): number {
  return whole(node, 10, 1000)
}
