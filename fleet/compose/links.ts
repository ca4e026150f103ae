/**
 * `links`: another service under another name.
 *
 * Invariant: a link is an alias of the linked service on the networks that both are on, and a dependency;
 * everybody on those networks sees the alias, because the engine knows no others.
 */
import type { Loose } from '../../protocol/codec.ts'
import { Condition } from '../../protocol/enums.ts'
import type { Service } from '../../protocol/types.ts'
import { ValueFault } from './faults.ts'
import { list, word } from './read.ts'
import { known, type Scope } from './scope.ts'
import type { Node } from './yaml-tree.ts'

export interface Link {
  from: string
  to: string
  alias: string
  place: string
}

/** SERVICE or SERVICE:ALIAS; what it means is put in place once all services are read. */
export function readLinks(node: Node, scope: Scope): Partial<Loose<Service>> {
  for (const item of list(node).items)
    scope.faults.attempt(() => {
      const [name = '', alias = name, ...rest] = word(item).split(':')
      if (rest.length > 0 || alias === '') throw new ValueFault(item.place, 'is not SERVICE or SERVICE:ALIAS')
      const to = known(scope, 'service', name, item.place)
      scope.waits.push({ from: scope.service, to, place: item.place })
      scope.links.push({ from: scope.service, to, alias, place: item.place })
    })
  return {}
}

/** The services with what links say of them. */
export function linked(services: readonly Loose<Service>[], { links, faults }: Scope): Loose<Service>[] {
  return links.reduce<Loose<Service>[]>((all, link) => faults.attempt(() => withLink(all, link)) ?? all, [...services])
}

function withLink(services: readonly Loose<Service>[], { from, to, alias, place }: Link): Loose<Service>[] {
  const one = services.find(({ name }) => name === from)
  const other = services.find(({ name }) => name === to)
  // One that could not be read has been told of.
  if (one === undefined || other === undefined) return [...services]
  const own = new Set(one.networks?.map(({ network }) => network))
  const shared = new Set(other.networks?.map(({ network }) => network).filter((network) => own.has(network)))
  if (shared.size === 0) throw new ValueFault(place, `has no network in common with ${JSON.stringify(to)}`)
  if (alias !== to && services.some(({ name }) => name === alias))
    throw new ValueFault(place, `the alias ${JSON.stringify(alias)} is the name of another service`)
  const networks = other.networks?.map((attachment) => {
    const aliases = attachment.aliases ?? []
    const has = alias === to || aliases.includes(alias) || !shared.has(attachment.network)
    return has ? attachment : { ...attachment, aliases: [...aliases, alias] }
  })
  const waits = one.dependsOn ?? []
  const started = { service: to, condition: Condition.CONDITION_STARTED }
  const dependsOn = waits.some(({ service }) => service === to) ? waits : [...waits, started]
  return services.map((service) => {
    const linked = service === other ? { ...service, networks } : service
    return service === one ? { ...linked, dependsOn } : linked
  })
}
