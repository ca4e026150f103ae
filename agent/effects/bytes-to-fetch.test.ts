import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToFetch, type Lacking } from './bytes-to-fetch.ts'

/** "base:10 app:3": layers by name and size. */
const layers = (text: string) =>
  text.split(' ').map((each) => {
    const [name = '', bytes] = each.split(':')
    return { digest: Buffer.from(name), bytes: Number(bytes) }
  })
const total = (text: string) => layers(text).reduce((sum, { bytes }) => sum + bytes, 0)
const image = (name: string, text: string) => ({
  image: name,
  platform: '',
  imageBytes: total(text),
  imageParts: [{ platform: '', parts: layers(text) }],
})
const lacking = (service: Lacking['service'], change: Partial<Lacking> = {}): Lacking => ({
  service,
  makesRoom: false,
  isAtHand: false,
  ...change,
})

const web = image('web', 'base:100 web:5')
const worker = image('worker', 'base:100 worker:7')
const base = image('base', 'base:100')
const unknown = { ...web, image: 'old', imageParts: [] }

describe('what fetching costs', () => {
  it.each<[string, Lacking[], (typeof web)[], { overLink: number; atOnce: number }]>([
    ['nothing', [], [web], { overLink: 0, atOnce: 0 }],
    ['one image', [lacking(web)], [], { overLink: 105, atOnce: 105 }],
    ['what two have in common, once', [lacking(web), lacking(worker)], [], { overLink: 112, atOnce: 112 }],
    ['nothing that an image has that is there', [lacking(web), lacking(worker)], [base], { overLink: 12, atOnce: 12 }],
    ['all of one whose parts are not known', [lacking(unknown), lacking(web)], [web], { overLink: 105, atOnce: 105 }],
    ['the disk alone, when it is at hand', [lacking(web, { isAtHand: true })], [], { overLink: 0, atOnce: 105 }],
    [
      'a link what it has in common with one at hand',
      [lacking(web, { isAtHand: true }), lacking(worker)],
      [],
      { overLink: 107, atOnce: 112 },
    ],
    [
      'all over the link and nothing at once, when the old one is removed first',
      [lacking(web, { makesRoom: true })],
      [base],
      { overLink: 105, atOnce: 0 },
    ],
  ])('is %s', (_, missing, standing, cost) => expect(bytesToFetch(missing, standing, 'linux/amd64')).toEqual(cost))

  it.each([
    ['linux/arm/v7', '', 7],
    ['linux/arm64', '', 64],
    ['linux/amd64', '', 1],
    ['linux/amd64', 'linux/arm/v7', 7],
    // Of what is in no list it is the largest, as far as is known.
    ['linux/riscv64', '', 64],
  ])('on %s is that of its own platform', (engine, platform, bytes) => {
    const parts = (size: number) => layers(`x:${size}`)
    const imageParts = [
      { platform: 'linux/arm/v6', parts: parts(6) },
      { platform: 'linux/arm/v7', parts: parts(7) },
      { platform: 'linux/arm64/v8', parts: parts(64) },
      { platform: 'linux/amd64', parts: parts(1) },
    ]
    const service = { image: 'many', platform, imageBytes: 64, imageParts }
    expect(bytesToFetch([lacking(service)], [], engine).atOnce).toBe(bytes)
  })

  it('is never more than all images together, nor less than the largest part that is not there', () => {
    const part = fc.constantFrom('a:1', 'b:20', 'c:300', 'd:4000')
    const images = fc.array(fc.uniqueArray(part, { minLength: 1 }), { maxLength: 4 })
    fc.assert(
      fc.property(images, images, (wanted, held) => {
        const of = (lists: string[][]) => lists.map((list, at) => image(`i${at}`, list.join(' ')))
        const { atOnce } = bytesToFetch(
          of(wanted).map((each) => lacking(each)),
          of(held),
          'linux/amd64',
        )
        const isNew = [...new Set(wanted.flat())].filter((each) => !held.flat().includes(each))
        expect(atOnce).toBe(isNew.reduce((sum, each) => sum + total(each), 0))
      }),
    )
  })
})
