/**
 * What one release changes in another.
 *
 * Invariant: pure; two releases without a difference here make the same containers.
 */
import type { Release, Service } from '../../protocol/types.ts'

export interface ServiceChange {
  service: string
  kind: 'added' | 'removed' | 'changed'
  /** By field of the service: before and after; of a change alone. */
  fields: { field: string; before: unknown; after: unknown }[]
}

export interface ReleaseDiff {
  services: ServiceChange[]
  /** Names that come and go. */
  volumes: { added: string[]; removed: string[] }
  networks: { added: string[]; removed: string[] }
  /** References by digest that were not there before. */
  images: string[]
}

/** Of no account to what runs. */
const SILENT = new Set(['imageTag', 'imageBytes', 'imageParts'])

export function releaseDiff(before: Release | null, after: Release): ReleaseDiff {
  const old = new Map((before?.services ?? []).map((service) => [service.name, service]))
  const fresh = new Map(after.services.map((service) => [service.name, service]))
  const names = [...new Set([...old.keys(), ...fresh.keys()])].sort()
  const services = names.flatMap((name) => serviceChange(name, old.get(name), fresh.get(name)))
  const held = new Set([...old.values()].map(({ image }) => image))
  return {
    services,
    volumes: comings(before?.volumes ?? [], after.volumes),
    networks: comings(before?.networks ?? [], after.networks),
    images: [...new Set(after.services.map(({ image }) => image))].filter((image) => !held.has(image)).sort(),
  }
}

function serviceChange(service: string, before: Service | undefined, after: Service | undefined): ServiceChange[] {
  if (before === undefined) return [{ service, kind: 'added', fields: [] }]
  if (after === undefined) return [{ service, kind: 'removed', fields: [] }]
  const [a, b] = [before, after].map((one) => flat(JSON.parse(JSON.stringify(one)) as Record<string, unknown>))
  const fields = [...new Set([...Object.keys(a!), ...Object.keys(b!)])]
    .filter((field) => !SILENT.has(field) && JSON.stringify(a![field]) !== JSON.stringify(b![field]))
    .sort()
    .map((field) => ({ field, before: a![field] ?? null, after: b![field] ?? null }))
  return fields.length === 0 ? [] : [{ service, kind: 'changed', fields }]
}

/** Maps, such as the environment, by their keys. */
function flat(service: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(service).flatMap(([field, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([key, inner]) => [`${field}.${key}`, inner])
        : [[field, value]],
    ),
  )
}

function comings(before: readonly { name: string }[], after: readonly { name: string }[]) {
  const [old, fresh] = [before, after].map((all) => new Set(all.map(({ name }) => name)))
  return {
    added: [...fresh!].filter((name) => !old!.has(name)).sort(),
    removed: [...old!].filter((name) => !fresh!.has(name)).sort(),
  }
}

/** For people, but for its images. */
export function diffLines({ services, volumes, networks }: ReleaseDiff): string[] {
  const lines = services.flatMap(({ service, kind, fields }) => [
    `${{ added: '+', removed: '-', changed: '~' }[kind]} service ${service}`,
    ...fields.map(({ field, before, after }) => `    ${field}: ${shown(before)} -> ${shown(after)}`),
  ])
  for (const [what, { added, removed }] of Object.entries({ volume: volumes, network: networks }))
    lines.push(...added.map((name) => `+ ${what} ${name}`), ...removed.map((name) => `- ${what} ${name}`))
  return lines
}

const MOST_SHOWN = 120

function shown(value: unknown): string {
  if (value === null) return '-'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text === '' ? '""' : text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 1)}…` : text
}
