/**
 * A link as NetworkManager writes it down: a keyfile.
 *
 * Invariant: pure; equal links give equal text; whatever stands in a value, it stays one value of one key (nm-settings-keyfile(5)).
 */
import { createHash } from 'node:crypto'
import { IpMethod, Metered } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type KindOfLink, kindOf } from '../../protocol/network-faults.ts'
import type { Cellular, IpConfig, NetworkLink, Wifi } from '../../protocol/types.ts'

type Section = readonly (readonly [key: string, value: string | number | boolean | undefined])[]

/** What a profile is for, beside what the link says. */
export interface ProfileOf {
  hash: string
  link: NetworkLink
  /** Which of its configuration's links. */
  index: number
  /** It comes up at every boot. */
  isKept: boolean
  /** What is to be read again from the file. */
  notes: Readonly<Record<string, string>>
}

/** NMSettingSecretFlags. */
const NOT_REQUIRED = 4
/** Above those that a device comes with, which have zero. */
const KEPT_PRIORITY = 900

const TYPES: Record<KindOfLink, string> = { ethernet: 'ethernet', wifi: 'wifi', cellular: 'gsm', vlan: 'vlan' }
const METRICS: Record<KindOfLink, number> = { ethernet: 100, wifi: 600, cellular: 700, vlan: 100 }

/** Of the profile in every file that it stands in: trial and kept are one. */
export function uuidOf(hash: string, name: string): string {
  const hex = createHash('sha256').update(`holdfast network ${hash} ${name}`).digest('hex')
  const variant = ((Number.parseInt(hex[16]!, 16) & 3) | 8).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-')
}

/** The metric of the routes over a link: the lower one is preferred. */
export function metricOf(link: NetworkLink): number {
  return link.priority || METRICS[kindOf(link) ?? 'ethernet']
}

/** @throws HF_NETWORK_FAILED when a secret was not filled in */
export function keyfile({ hash, link, index, isKept, notes }: ProfileOf): string {
  const kind = kindOf(link) ?? 'ethernet'
  const { wifi, cellular } = link
  for (const secret of [wifi?.passphraseSecret, cellular?.passwordSecret, cellular?.pinSecret])
    if (secret) throw new HoldfastError('HF_NETWORK_FAILED', `the secret ${secret} of ${link.name} is not filled in`)
  const sections: [string, Section][] = [
    [
      'connection',
      [
        ['id', `holdfast ${link.name}`],
        ['uuid', uuidOf(hash, link.name)],
        ['type', TYPES[kind]],
        ['interface-name', link.interface || undefined],
        // A trial is not what a boot begins with.
        ['autoconnect', isKept],
        ['autoconnect-priority', KEPT_PRIORITY - index],
        ['metered', meteredOf(link, kind)],
      ],
    ],
    ['user', noteSection(notes)],
    ...kindSections(link, kind),
    ['ipv4', ipSection(link.ipv4, metricOf(link))],
    [
      'ipv6',
      [...ipSection(link.ipv6, metricOf(link)), ...(isOff(link.ipv6) ? [] : [['addr-gen-mode', 'eui64'] as const])],
    ],
  ]
  return sections.map(([name, keys]) => sectionText(name, keys)).join('\n')
}

function sectionText(name: string, keys: Section): string {
  const lines = keys.filter(([, value]) => value !== undefined).map(([key, value]) => `${key}=${value}\n`)
  return `[${name}]\n${lines.join('')}`
}

function meteredOf({ metered }: NetworkLink, kind: KindOfLink): number {
  if (metered === Metered.METERED_YES) return 1
  if (metered === Metered.METERED_NO) return 2
  return kind === 'cellular' ? 1 : 0
}

function kindSections(link: NetworkLink, kind: KindOfLink): [string, Section][] {
  const mtu = link.mtu || undefined
  switch (kind) {
    case 'ethernet':
      return [['ethernet', [['mtu', mtu]]]]
    case 'wifi':
      return wifiSections(link.wifi!, mtu)
    case 'cellular':
      return [['gsm', gsmSection(link.cellular!)]]
    case 'vlan':
      return [
        ['ethernet', [['mtu', mtu]]],
        [
          'vlan',
          [
            ['id', link.vlan!.id],
            ['parent', link.vlan!.parent],
          ],
        ],
      ]
  }
}

function wifiSections(wifi: Wifi, mtu: number | undefined): [string, Section][] {
  const radio: Section = [
    ['mode', 'infrastructure'],
    ['ssid', bytesText(wifi.ssid)],
    ['hidden', wifi.hidden || undefined],
    ['mtu', mtu],
  ]
  if (wifi.passphrase === '') return [['wifi', radio]]
  const security: Section = [
    ['key-mgmt', wifi.sae ? 'sae' : 'wpa-psk'],
    ['psk', escaped(wifi.passphrase)],
  ]
  return [
    ['wifi', radio],
    ['wifi-security', security],
  ]
}

function gsmSection({ apn, username, password, pin, homeOnly }: Cellular): Section {
  return [
    ['apn', apn],
    ['username', username === '' ? undefined : escaped(username)],
    ['password', password === '' ? undefined : escaped(password)],
    // Otherwise somebody would be asked for it, and nobody is there.
    ['password-flags', username !== '' && password === '' ? NOT_REQUIRED : undefined],
    ['pin', pin || undefined],
    ['home-only', homeOnly || undefined],
  ]
}

function ipSection(ip: IpConfig | null, metric: number): Section {
  if (isOff(ip)) return [['method', 'disabled']]
  const isStatic = ip?.method === IpMethod.IP_METHOD_STATIC
  const routes = (ip?.routes ?? []).map(
    ({ destination, gateway, metric: own }, index) =>
      // Without a gateway its place stays empty when a metric follows.
      [`route${index + 1}`, [destination, gateway, own || ''].join(',').replace(/,+$/, '')] as const,
  )
  return [
    ['method', isStatic ? 'manual' : 'auto'],
    ...(ip?.addresses ?? []).map((address, index) => [`address${index + 1}`, address] as const),
    ['gateway', ip?.gateway || undefined],
    ['dns', listOf(ip?.dns)],
    ['dns-search', listOf(ip?.dnsSearch)],
    ['ignore-auto-dns', ip?.ignoreAutoDns || undefined],
    ['route-metric', metric],
    ...routes,
  ]
}

function isOff(ip: IpConfig | null): boolean {
  return ip?.method === IpMethod.IP_METHOD_OFF
}

function listOf(values: readonly string[] = []): string | undefined {
  return values.length === 0 ? undefined : values.map((value) => `${value};`).join('')
}

/** GKeyFile takes a leading space and backslashes otherwise than written. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replace(/^ +/, (spaces) => '\\s'.repeat(spaces.length))
}

/** As numbers where letters could be taken for something else. */
function bytesText(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9 ._-]*$/.test(text) && !text.endsWith(' ')) return text
  return [...new TextEncoder().encode(text)].map((byte) => `${byte};`).join('')
}

/** What hides a profile of that UUID: NetworkManager's "nmmeta", which leads to nothing. */
export function hidingText(uuid: string, notes: ProfileOf['notes']): string {
  const nothing: Section = [
    ['uuid', uuid],
    ['loaded-path', '/dev/null'],
  ]
  return [sectionText('nmmeta', nothing), sectionText('user', noteSection(notes))].join('\n')
}

function noteSection(notes: ProfileOf['notes']): Section {
  return Object.entries(notes).map(([key, value]) => [`org.holdfast.${key}`, escaped(value)])
}

/** Of the profile that a text is, or hides. */
export function uuidIn(text: string): string {
  return /^uuid=(.*)$/m.exec(text)?.[1] ?? ''
}

/** What {@link keyfile} has noted in a text, and nothing else of it. */
export function notesIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^org\.holdfast\.([a-z]+)=(.*)$/gm)].map(([, key, value]) => [key!, value!]),
  )
}
