/**
 * Packages of Debian 13, or of another suite, in a folder.
 *
 * Invariant: they come from the mirror that this machine's own apt is set up with; nothing is installed here.
 */
import { execFileSync } from 'node:child_process'

const USUAL = 'trixie'

/**
 * Needs root on Debian, mmdebstrap, and a minute.
 * @param folder is not there yet
 * @param how `extract`: only unpacked; `apt`: with all that it takes to live in it
 */
export function debianTree(folder: string, how: 'extract' | 'apt', packages: readonly string[], suite = USUAL): void {
  // A mirror may be behind: what is not released yet has a date until which it is good.
  const old = `--aptopt=Acquire::Check-Valid-Until "false"`
  const words = [`--variant=${how}`, old, `--include=${packages.join(',')}`, suite, folder, debianMirror()]
  execFileSync('mmdebstrap', words, { stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Of the first archive that apt knows which has Debian itself. */
export function debianMirror(): string {
  const format = ['--format', '$(CREATED_BY) $(ORIGIN) $(REPO_URI)']
  const lines = execFileSync('apt-get', ['indextargets', ...format], { encoding: 'utf8' }).split('\n')
  const uri = lines.find((line) => line.startsWith('Packages Debian '))?.split(' ')[2]
  if (uri === undefined) throw new Error('apt knows of no archive of Debian; run apt-get update')
  return uri
}
