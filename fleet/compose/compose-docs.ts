/**
 * `docs/compose.md`, made from the tables of keys. With `--check` it writes nothing and fails when the
 * document is stale.
 *
 * Invariant: every level that a reader uses is listed here; every key of it is in the document.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { DEPENDENCY_LEVEL } from './dependencies.ts'
import { DIFFERENCES } from './differences.ts'
import { ENV_FILE_LEVEL } from './environment.ts'
import { HEALTHCHECK_LEVEL } from './healthcheck.ts'
import { EXTENSION_PARTS, SERVICE_EXTENSION, TOP_EXTENSION } from './holdfast-keys.ts'
import type { Level } from './level.ts'
import { MOUNT_LEVEL, MOUNT_PARTS } from './mounts.ts'
import { ATTACHMENT_LEVEL, NETWORK_LEVEL, NETWORK_PARTS } from './networks.ts'
import { PORT_LEVEL } from './ports.ts'
import { DEPLOY_LEVEL, DEPLOY_PARTS } from './resources.ts'
import { LOGGING_LEVEL, SERVICE_LEVEL, ULIMIT_LEVEL } from './service-keys.ts'
import { TOP_LEVEL } from './top-keys.ts'
import { VOLUME_LEVEL } from './volumes.ts'

/** Levels as the document needs them. */
type AnyLevel = Pick<Level<object>, 'title'> & { keys: Readonly<Record<string, object>> }

export const LEVELS: readonly AnyLevel[] = [
  TOP_LEVEL,
  SERVICE_LEVEL,
  HEALTHCHECK_LEVEL,
  DEPENDENCY_LEVEL,
  ENV_FILE_LEVEL,
  PORT_LEVEL,
  MOUNT_LEVEL,
  ...MOUNT_PARTS,
  ATTACHMENT_LEVEL,
  ULIMIT_LEVEL,
  LOGGING_LEVEL,
  DEPLOY_LEVEL,
  ...DEPLOY_PARTS,
  VOLUME_LEVEL,
  NETWORK_LEVEL,
  ...NETWORK_PARTS,
  SERVICE_EXTENSION,
  TOP_EXTENSION,
  ...EXTENSION_PARTS,
]

const INTRODUCTION = `# Compose files

<!-- Made by fleet/compose/compose-docs.ts from the tables that the parser reads by. Do not edit. -->

\`holdfast release\` and \`holdfast deploy\` read one compose file. Every key is **run**, **refused** with a
reason, or **without effect** on a device, which is noted; a key that is in no table below is refused. All
faults of a file are told at once, each with its line and column. Keys that begin with \`x-\` are passed
over, but for \`x-holdfast\`.

Variables are put in as compose does it: \`$NAME\`, \`\${NAME}\`, \`\${NAME:-default}\`, \`\${NAME:?error}\`,
\`\${NAME:+instead}\`, each also without the colon, and \`$$\` for a dollar sign. They come from the environment
and from the file \`.env\` beside the compose file. Anchors, aliases and merge keys (\`<<\`) are resolved.

A service without \`networks\` joins the network "default". Paths on the host are absolute, because the
directory of the compose file does not exist on a device. Images are pinned by the digest that their
registry gives at the time of the release.
`

const DIFFERENCES_INTRODUCTION = `## What differs from the reference compose tool

A test brings services with every key above up twice on one engine, by \`docker-compose\` and by Holdfast, and
compares all that the engine then says of containers, networks and volumes, and what is mounted inside. Beside
names and this table nothing differs.

| what the engine says | the reference tool | Holdfast | why |
|---|---|---|---|
`

/** The whole document. */
export function composeDocument(): string {
  return `${[INTRODUCTION, ...LEVELS.map(section)].join('\n')}\n${differences()}`
}

function differences(): string {
  const rows = DIFFERENCES.map(({ field, of, seen, reference, ours, why }) => {
    const kinds = of.filter((kind) => kind !== 'service').join(', ')
    const where = [kinds, seen === 'always' ? '' : seen].filter((word) => word !== '').join(', ')
    return `| \`${field}\`${where === '' ? '' : ` (${where})`} | ${reference} | ${ours} | ${why} |\n`
  })
  return DIFFERENCES_INTRODUCTION + rows.join('')
}

function section({ title, keys }: AnyLevel): string {
  const rows = Object.entries(keys).map(([key, rule]) => `| \`${key}\` | ${becomes(rule)} |`)
  return [`## ${title}`, '', '| key | what becomes of it |', '|---|---|', ...rows, ''].join('\n')
}

function becomes(rule: object): string {
  if ('refused' in rule) return `refused: ${String(rule.refused)}`
  if ('ignored' in rule) return `without effect: ${String(rule.ignored)}`
  return 'doc' in rule ? String(rule.doc).replaceAll('|', '\\|') : ''
}

if (import.meta.main) {
  const path = new URL('../../docs/compose.md', import.meta.url)
  const text = composeDocument()
  if (!process.argv.includes('--check')) writeFileSync(path, text)
  else if (readFileSync(path, 'utf8') !== text) {
    process.stderr.write('docs/compose.md is stale: run node fleet/compose/compose-docs.ts\n')
    process.exitCode = 1
  }
}
