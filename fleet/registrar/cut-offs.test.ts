import { expect, it } from 'vitest'
import { CutOffs } from './cut-offs.ts'

function stage() {
  const told: string[] = []
  const broker = { isAway: false, told }
  const cutOffs = new CutOffs({
    refreshAccess: async () => {
      if (broker.isAway) throw new Error('away')
      told.push('told whom it takes')
    },
    kick: async (device) => void told.push(`ended ${device}`),
    onFault: (_, device) => void told.push(`fault of ${device}`),
  })
  return { broker, cutOffs, told }
}

it('the broker takes a device no more before its connection ends', async () => {
  const { cutOffs, told } = stage()
  await cutOffs.cutOff('till-1')
  expect(told).toEqual(['told whom it takes', 'ended till-1'])
})

it('who was not thrown out is tried again until it was, and no longer', async () => {
  const { broker, cutOffs, told } = stage()
  broker.isAway = true
  await expect(cutOffs.cutOff('till-1')).rejects.toThrow('away')
  await expect(cutOffs.cutOff('till-2')).rejects.toThrow('away')
  await cutOffs.finish()
  expect(told.splice(0)).toEqual(['fault of till-1', 'fault of till-2'])
  broker.isAway = false
  await cutOffs.finish()
  expect(told.splice(0)).toEqual(['told whom it takes', 'ended till-1', 'told whom it takes', 'ended till-2'])
  await cutOffs.finish()
  expect(told).toEqual([])
})
