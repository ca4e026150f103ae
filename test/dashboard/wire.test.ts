/** Numbers of the wire that the page knows by heart. */
import { expect, it } from 'vitest'
import { CLASSES } from '../../dashboard/device/usage.ts'
import { ByteClass } from '../../protocol/enums.ts'

it('the classes of bytes are those of the wire', () => {
  for (const { name, index } of CLASSES)
    expect(ByteClass[`BYTE_CLASS_${name.toUpperCase()}` as keyof typeof ByteClass]).toBe(index)
})
