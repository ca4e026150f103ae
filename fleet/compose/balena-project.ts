/**
 * What balena keeps beside a compose file, and what it takes for granted in one.
 *
 * Invariant: a file that was not made for balena is read as if balena were not.
 */
import { posix } from 'node:path'
import type { Loose } from '../../protocol/codec.ts'
import { Restart } from '../../protocol/enums.ts'
import type { Service } from '../../protocol/types.ts'
import { isBalenaLabel } from './balena-labels.ts'
import { readRequires } from './balena-requires.ts'
import type { Scope } from './scope.ts'
import { pathFrom, textOf } from './sources.ts'
import { type MapNode, type Node, parseYaml, under } from './yaml-tree.ts'

const PROJECT_FILE = 'balena.yml'
const CONTRACT_FILE = 'contract.yml'
const VERSION = /^\d+\.\d+\.\d+([-+].*)?$/
/** Where balena's services put them; devices look there too. */
const LOCK_PATH = '/tmp/balena/updates.lock'
const READY_PATH = '/tmp/balena/handover-complete'
/** A file without content, so that the directory of both is there. */
const MARK = '/tmp/balena/.holdfast'

export interface BalenaProject {
  /** Of `balena.yml`, when it is one of a release. */
  version: string | undefined
}

/** The files of balena beside the compose file, and in what it builds from; null when nothing is balena's. */
export function readBalenaProject(root: MapNode, services: readonly Node[], scope: Scope): BalenaProject | null {
  const directory = root.from.directory
  const project = contractAt(posix.join(directory, PROJECT_FILE), root, scope)
  const paths = new Set([directory, ...services.flatMap(contextOf)].map((each) => posix.join(each, CONTRACT_FILE)))
  const contracts = [...paths].map((path) => contractAt(path, root, scope))
  for (const contract of [project, ...contracts]) if (contract !== null) readRequires(contract, scope)
  const isBalenas = [project, ...contracts].some((contract) => contract !== null) || services.some(hasBalenaLabel)
  if (!isBalenas) return null
  noteVariables(project, scope)
  const version = under(project ?? undefined, 'version')
  const written = version?.kind === 'scalar' ? String(version.value) : ''
  return { version: VERSION.test(written) ? written : undefined }
}

/** A service as balena would run it: restarted whatever happens, told who it is, and with a place for its locks. */
export function asBalenaRuns(service: Loose<Service>, application: string): Loose<Service> {
  const told = { APP_NAME: application, SERVICE_NAME: service.name ?? '', APP_LOCK_PATH: LOCK_PATH }
  const environment = Object.fromEntries(
    Object.entries(told).flatMap(([name, value]) => ['BALENA', 'RESIN'].map((prefix) => [`${prefix}_${name}`, value])),
  )
  const isHidden = service.mounts?.some(({ target = '' }) => `${MARK}/`.startsWith(`${target.replace(/\/+$/, '')}/`))
  const files = isHidden ? service.files : [...(service.files ?? []), { path: MARK, content: new Uint8Array() }]
  return {
    restart: Restart.RESTART_ALWAYS,
    ...service,
    environment: {
      ...environment,
      BALENA_SERVICE_HANDOVER_COMPLETE_PATH: READY_PATH,
      RESIN_SERVICE_KILL_ME_PATH: READY_PATH,
      ...service.environment,
    },
    files,
  }
}

function contractAt(path: string, { place, from }: MapNode, scope: Scope): Node | null {
  const text = textOf({ path, place, optional: true }, scope)
  return text === null ? null : parseYaml(text, { ...from, file: path, directory: posix.dirname(path) }, scope.faults)
}

/** The directory that a service is built from, when it is one here. */
function contextOf(service: Node): string[] {
  const build = under(service, 'build')
  const context = build?.kind === 'map' ? under(build, 'context') : build
  if (context?.kind !== 'scalar' || /:\/\/|^git@/.test(String(context.value))) return []
  return [pathFrom(context.from, String(context.value))]
}

function hasBalenaLabel(service: Node): boolean {
  const labels = under(service, 'labels')
  if (labels === undefined || labels.kind === 'scalar') return false
  const keys = labels.kind === 'map' ? labels.entries.map(({ key }) => key) : labels.items.map(itemKey)
  return keys.some(isBalenaLabel)
}

function itemKey(item: Node): string {
  return item.kind === 'scalar' ? String(item.value) : ''
}

function noteVariables(project: Node | null, scope: Scope): void {
  const data = under(project ?? undefined, 'data')
  for (const key of ['applicationEnvironmentVariables', 'applicationConfigVariables']) {
    const node = under(data, key)
    if (node !== undefined)
      scope.faults.note(
        node.place,
        `${JSON.stringify(key)} has no effect: a release's variables stand in its compose file`,
      )
  }
}
