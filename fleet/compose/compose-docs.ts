/**
 * `docs/compose.md` and `docs/x-holdfast.schema.json`, made from the tables of keys. With `--check` it
 * writes nothing and fails when a document is stale.
 *
 * Invariant: every level that a reader uses is listed here; every key of it is in the document.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { BALENA_LABELS } from './balena-labels.ts'
import { REQUIREMENT_LEVEL } from './balena-requires.ts'
import { BLOCK_IO_LEVEL, BLOCK_IO_PARTS } from './block-io.ts'
import { DEPENDENCY_LEVEL } from './dependencies.ts'
import { DEVICE_LEVEL } from './devices.ts'
import { DIFFERENCES } from './differences.ts'
import { ENV_FILE_LEVEL } from './environment.ts'
import { EXTENDS_LEVEL } from './extends.ts'
import { EXTERNAL_LEVEL } from './external.ts'
import { HEALTHCHECK_LEVEL } from './healthcheck.ts'
import { EXTENSION_PARTS, SERVICE_EXTENSION, TOP_EXTENSION } from './holdfast-keys.ts'
import { INCLUDE_LEVEL } from './include.ts'
import { ULIMIT_LEVEL } from './isolation-keys.ts'
import type { Level } from './level.ts'
import { MOUNT_LEVEL, MOUNT_PARTS } from './mounts.ts'
import { ATTACHMENT_LEVEL, NETWORK_LEVEL, NETWORK_PARTS } from './networks.ts'
import { PORT_LEVEL } from './ports.ts'
import { DEPLOY_LEVEL, DEPLOY_PARTS } from './resources.ts'
import { DEFINITION_LEVEL, FILE_USE_LEVEL } from './service-files.ts'
import { LOGGING_LEVEL, SERVICE_LEVEL } from './service-keys.ts'
import { TOP_LEVEL } from './top-keys.ts'
import { VOLUME_LEVEL } from './volumes.ts'
import { extensionSchema } from './x-holdfast-schema.ts'

/** Levels as the document needs them. */
type AnyLevel = Pick<Level<object>, 'title'> & { keys: Readonly<Record<string, object>> }

/** Tables of what compose itself has. */
export const COMPOSE_LEVELS: readonly AnyLevel[] = [
  TOP_LEVEL,
  INCLUDE_LEVEL,
  SERVICE_LEVEL,
  EXTENDS_LEVEL,
  HEALTHCHECK_LEVEL,
  DEPENDENCY_LEVEL,
  ENV_FILE_LEVEL,
  PORT_LEVEL,
  MOUNT_LEVEL,
  ...MOUNT_PARTS,
  FILE_USE_LEVEL,
  ATTACHMENT_LEVEL,
  DEVICE_LEVEL,
  ULIMIT_LEVEL,
  LOGGING_LEVEL,
  BLOCK_IO_LEVEL,
  ...BLOCK_IO_PARTS,
  DEPLOY_LEVEL,
  ...DEPLOY_PARTS,
  VOLUME_LEVEL,
  NETWORK_LEVEL,
  ...NETWORK_PARTS,
  EXTERNAL_LEVEL,
  DEFINITION_LEVEL,
]

const OWN_LEVELS: readonly AnyLevel[] = [SERVICE_EXTENSION, TOP_EXTENSION, ...EXTENSION_PARTS]
const BALENA_LEVELS: readonly AnyLevel[] = [BALENA_LABELS, REQUIREMENT_LEVEL]

/** Every level that a reader uses. */
export const LEVELS: readonly AnyLevel[] = [...COMPOSE_LEVELS, ...OWN_LEVELS, ...BALENA_LEVELS]

const INTRODUCTION = `# Compose files

<!-- Made by fleet/compose/compose-docs.ts from the tables that the parser reads by. Do not edit. -->

\`holdfast release\` and \`holdfast deploy\` read compose files as the
[Compose Specification](https://compose-spec.io) has them. Every key is **run**, **refused** with a reason, or
**without effect** on a device, which is noted; a key that is in no table below is refused. All faults are told
at once, each with file, line and column, also those of files that are included or extended. Keys that begin
with \`x-\` are passed over, but for \`x-holdfast\`. A value that every engine would refuse when it makes or starts the
container, such as an unknown capability or an address outside its network, is a fault as well. \`holdfast release FILE --check\` reads everything, asks the
registry for the images (not with \`--offline\`), and writes nothing.

A service without \`networks\` joins the network "default"; a network that no service joins is left out. Paths on the host are absolute, because the
directory of the compose file does not exist on a device. Images are pinned by the digest that their
registry gives at the time of the release. What an image keeps in a \`VOLUME\` for which the file names no volume is its
container's: it outlives restarts and power cuts, and is **new with each new container**, so also after an update that
changes the service; name a volume for what must stay. A service without \`restart\` is started again when it fails, and
after a power cut, and is done when it ends well.

## Variables

They are put in as compose does it: \`$NAME\`, \`\${NAME}\`, \`\${NAME:-default}\`, \`\${NAME:?error}\`,
\`\${NAME:+instead}\`, each also without the colon, and \`$$\` for a dollar sign. They come from the environment
and, below it, from the file \`.env\` beside the compose file, or from what \`--env-file\` names instead. An
included file has the \`.env\` of its own project directory below all that. Within files of variables, those
before and those of the environment are put in too, but for values in single quotes. \`COMPOSE_PROJECT_NAME\` is the
release's name, where nothing sets it.

## Several files

\`holdfast release FILE --file OTHER\` merges OTHER over FILE; \`--file\` may be given again. Maps are merged key
by key. Lists are joined, each word once. Ports, volumes, devices, secrets and configs that are the same port or
stand at the same place take the place of those before, and so does an \`ipam\` subnet. \`command\`,
\`entrypoint\`, the \`test\` of a health check, single \`ulimits\` and the \`logging\` of another driver replace what
was there. \`!reset\` takes a value away, \`!override\` replaces it whole. Paths in a file that is merged start
from the directory of the first one.

\`extends\` merges a service over another one by the same rules; paths in another file start from that file's
directory. \`include\` takes in services, volumes, networks, secrets and configs of other applications; a name
that both have is a fault, unless both say the same. Anchors, aliases and merge keys (\`<<\`) are resolved. A number without
quotes is what compose tools take it for: 022 is 18, 1_000 is 1000, 0b11 is 3.

Only what is named is read: a \`compose.override.yaml\` beside the compose file is **not** taken in, so that a
release is the same wherever it is made from; a note says that it is there. Give it with \`--file\`.

## Secrets and configs

A secret that is \`external: true\` is not in the release: each device holds its value, which
\`holdfast secrets set\` seals to it, and gives it to the container as a file of memory ([secrets](secrets.md)). A device
that does not have it yet waits, and says for which.

All others are files in the release: their content is read here, now, and put into the container before it starts for
the first time. **A secret stands in the signed target, in the clear: who may read the fleet's topics at the
broker can read it, and every device of the fleet holds it.** Make external what must not be known there.
Together they may have 128 KiB in one release. They belong to root and everybody in
the container may read them, unless \`uid\`, \`gid\` and \`mode\` say otherwise; none is writable.
`

const OWN_INTRODUCTION = `## x-holdfast

What compose has no word for stands under \`x-holdfast\`, at the top level and in services; docker compose passes
over it. [x-holdfast.schema.json](x-holdfast.schema.json) describes it in JSON Schema, for editors:

\`\`\`yaml
x-holdfast:
  version: 1.4.2
  policy:
    soak: 1m
    fetch_bytes: 200m
    byte_budgets:
      - {class: content, link: cellular, day: 20m, month: 500m}
    windows:
      - {schedule: '0 3 * * *', time_zone: Europe/Berlin, duration: 2h, gate: apply}
  requirements: {architectures: [arm64, arm/v7], memory: 512m}
services:
  web:
    image: registry.example/web:1.4.2
    x-holdfast: {strategy: hand-over, hand_over: {wait_until_ready: true, timeout: 90s}, local_api: true}
\`\`\`

\`holdfast deploy --force\` passes over the locks of applications, and \`--now\` over the windows; both are signed
with the target, so that they hold on every device, also after a power cut.

Byte budgets are in force as soon as a device has accepted the target: [byte-budgets.md](byte-budgets.md) says what is counted, and
what goes on when one is spent.
`

const BALENA_INTRODUCTION = `## balena

Files made for balena are read as they are, also those of \`version: '2'\`. One that has a label of \`io.balena.\` or
\`io.resin.\`, or a \`balena.yml\` or \`contract.yml\` beside it, is run as balena runs it: a service without \`restart\`
is restarted always, has the directory /tmp/balena for \`updates.lock\` and \`handover-complete\` (unless something is
mounted there), and in its environment BALENA_APP_NAME, BALENA_SERVICE_NAME and BALENA_APP_LOCK_PATH, each also with
RESIN, and BALENA_SERVICE_HANDOVER_COMPLETE_PATH. A service with the label of the supervisor's API has
BALENA_SUPERVISOR_ADDRESS and BALENA_SUPERVISOR_API_KEY where the device's local API has an address; which calls are
answered there is in [local-api.md](local-api.md). Variables that speak of a device or of balena's cloud are not set.
A service that is only built is refused: push what was built, and name it by \`image\`, in the file itself or, so that
it stays as it is, in another one that is given with \`--file\`.

Labels that give a service a part of its host mount it where the host has it, and leave it out where not.
A mount or variable that the service has by itself goes before them. The labels stay on the container.

The version of a \`balena.yml\`, when it is one such as 1.4.2, is the release's, unless \`x-holdfast\` names one. Its
\`requires\`, those of a \`contract.yml\` beside the compose file or in the directory that a service is built from,
and labels \`io.balena.features.requires.TYPE\` become requirements of the whole release; all have to hold, of those
in one \`or\` any. A requirement of memory is one of \`x-holdfast\`.
`

const DIFFERENCES_INTRODUCTION = `## What differs from the reference compose tool

A test brings services with every key up twice on one engine, by \`docker-compose\` 1.29 and by Holdfast, and
compares all that the engine then says of containers, networks and volumes, and what is mounted inside; keys that
this version of the tool does not know are held against what the engine has to say. \`npm run compose:v2\` does the same with
\`docker-compose\` 2.26. Beside names and this table nothing differs; a row with a version is seen with that one alone.

| what the engine says | the reference tool | Holdfast | why |
|---|---|---|---|
`

/** The whole document. */
export function composeDocument(): string {
  const parts = [
    INTRODUCTION,
    ...COMPOSE_LEVELS.map(section),
    differences(),
    OWN_INTRODUCTION,
    ...OWN_LEVELS.map(section),
    BALENA_INTRODUCTION,
    ...BALENA_LEVELS.map(section),
  ]
  return parts.join('\n')
}

function differences(): string {
  const rows = DIFFERENCES.map(({ field, of, seen, tool = '', reference, ours, why }) => {
    const kinds = of.filter((kind) => kind !== 'service').join(', ')
    const where = [kinds, seen === 'always' ? '' : seen, tool].filter((word) => word !== '').join(', ')
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
  const documents = [
    ['compose.md', composeDocument()],
    ['x-holdfast.schema.json', extensionSchema()],
  ] as const
  for (const [name, text] of documents) {
    const path = new URL(`../../docs/${name}`, import.meta.url)
    if (!process.argv.includes('--check')) writeFileSync(path, text)
    else if (readFileSync(path, 'utf8') !== text) {
      process.stderr.write(`docs/${name} is stale: run node fleet/compose/compose-docs.ts\n`)
      process.exitCode = 1
    }
  }
}
