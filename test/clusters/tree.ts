/**
 * A Debian 13 with the brokers in it, in a folder.
 *
 * Invariant: it comes from the mirror that this machine's own apt is set up with; nothing is installed here.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Makes it, which takes a minute; one that is there already is taken as it is. */
export function makeTree(folder: string): void {
  if (existsSync(join(folder, 'usr/sbin/nats-server'))) return
  const words = ['--variant=apt', '--include=rabbitmq-server,nats-server', 'trixie', folder, mirror()]
  execFileSync('mmdebstrap', words, { stdio: ['ignore', 'ignore', 'ignore'] })
}

/** Of the first archive that apt knows which has Debian itself. */
function mirror(): string {
  const format = ['--format', '$(CREATED_BY) $(ORIGIN) $(REPO_URI)']
  const lines = execFileSync('apt-get', ['indextargets', ...format], { encoding: 'utf8' }).split('\n')
  const uri = lines.find((line) => line.startsWith('Packages Debian '))?.split(' ')[2]
  if (uri === undefined) throw new Error('apt knows of no archive of Debian; run apt-get update')
  return uri
}
