/**
 * The archive of a layer, from its files.
 *
 * Invariant: the same files and times give the same bytes.
 */
import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Of entries: as packages have them; of the first build; all of the second; the same in another order; folders of it alone. */
export type Times = 'kept' | 'first' | 'new' | 'reordered' | 'folders'

const FIRST = '@1735700000'
const SECOND = '@1772600000'
/** Of every entry; null: each its own. */
const ALL: Record<Times, string | null> = { kept: null, first: FIRST, new: SECOND, reordered: SECOND, folders: null }

/** @param tree is left as it is */
export async function archiveLayer(tree: string, times: Times, file: string): Promise<void> {
  const copy = `${file}.tree`
  if (times === 'folders') {
    await mkdir(copy)
    await run('cp', ['-al', `${tree}/.`, copy])
    await run('find', [copy, '-type', 'd', '-exec', 'touch', '-d', SECOND, '{}', '+'])
  }
  const all = ALL[times]
  const from = times === 'folders' ? copy : tree
  const usual = ['--numeric-owner', ...(all === null ? [] : [`--mtime=${all}`]), '-C', from, '-cf', file]
  if (times === 'reordered') {
    await writeFile(`${file}.list`, (await byDepth(from)).join('\n'))
    await run('tar', [...usual, '--no-recursion', '--verbatim-files-from', '-T', `${file}.list`])
  } else await run('tar', ['--sort=name', ...usual, '.'])
  await rm(copy, { recursive: true, force: true })
}

/** As builders go that finish a folder before those in it. */
async function byDepth(tree: string): Promise<string[]> {
  const { stdout } = await run('find', [tree, '-printf', '%d\\t./%P\\n'], { maxBuffer: 2 ** 28 })
  const order = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t') as [string, string])
  order.sort(([a, one], [b, other]) => Number(a) - Number(b) || (one < other ? -1 : 1))
  return order.map(([, path]) => path)
}
