/**
 * A simulated NetworkManager, as far as its programs and its files are used by the agent.
 *
 * Invariant: what the kernel has outlives a death of the manager, what stands under /etc outlives a power cut, and nothing
 * else does. Each call of a program and each change of a file is one instant, at which a test may cut.
 */

import { hidingText, uuidIn } from '../../agent/network/keyfile.ts'
import { hidingName, type ProfileFiles, profileFile, profileName } from '../../agent/network/profile-files.ts'
import type { Programs } from '../../agent/network/programs.ts'
import type { ClockPort } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type LinkType, type Profile, profileOf } from './profile.ts'
import { comesUp, hasDefaultRoute, hasDevice, refusalOf, type Site } from './site.ts'

/** As `nmcli` calls them in what it shows of a connection. */
const SETTINGS: Record<LinkType, string> = {
  ethernet: '802-3-ethernet',
  vlan: 'vlan',
  wifi: '802-11-wireless',
  gsm: 'gsm',
}

interface Checkpoint {
  path: string
  untilMs: number
  active: ReadonlyMap<string, string>
  known: ReadonlySet<string>
}

export interface ManagerOptions {
  site: Site
  clock: ClockPort
  /** What the device came with: keyfiles under /etc that are not ours. */
  own: readonly string[]
  /** Before each instant: whoever hangs or throws here has cut. */
  instant?(what: string): Promise<void>
}

export class SimulatedManager {
  readonly programs: Programs
  readonly files: ProfileFiles
  readonly #options: ManagerOptions
  readonly #disk = { trial: new Map<string, string>(), kept: new Map<string, string>() }
  /** As the manager has read them. */
  #profiles = new Map<string, Profile>()
  /** Of the kernel: what each interface is set up by. */
  #active = new Map<string, Profile>()
  /** Of what is up, where they are not those of its profile. */
  readonly #metrics = new Map<string, number>()
  #checkpoint: Checkpoint | null = null
  #checkpoints = 0
  #runs = false

  constructor(options: ManagerOptions) {
    this.#options = options
    this.programs = {
      run: async (program, args, { signal } = {}) => {
        await this.#instant(`${program} ${args.join(' ')}`)
        if (signal?.aborted) throw new HoldfastError('HF_CANCELLED', `${program} was ended`)
        if (!this.#runs) throw new HoldfastError('HF_NETWORK_UNAVAILABLE', 'NetworkManager does not run')
        return program === 'busctl' ? this.#busctl(args) : this.#nmcli(args, signal)
      },
    }
    this.files = {
      all: async () => {
        this.#passTime()
        return (['trial', 'kept'] as const).flatMap((place) =>
          [...this.#disk[place]]
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([path, text]) => profileFile(place, path, text)),
        )
      },
      write: async (place, hash, name, text) => {
        await this.#instant(`write ${place} ${name}`)
        this.#disk[place].set(profileName(hash, name), text)
      },
      hide: async (uuid, notes) => {
        await this.#instant(`write trial that hides ${uuid}`)
        this.#disk.trial.set(hidingName(uuid), hidingText(uuid, notes))
      },
      remove: async (files) => {
        for (const { place, path } of files) {
          await this.#instant(`remove ${place} ${path}`)
          this.#disk[place].delete(path)
        }
      },
    }
    this.start()
  }

  /** What an interface is set up by. */
  on(device: string): Profile | undefined {
    this.#passTime()
    return this.#active.get(device)
  }

  /** Whatever is set up, on each interface. */
  up(): Profile[] {
    this.#passTime()
    return [...this.#active.values()]
  }

  kill(): void {
    this.#runs = false
    this.#checkpoint = null
  }

  /** What it finds set up it takes over; what is free it sets up by what comes up by itself. */
  start(): void {
    this.#runs = true
    this.#read()
  }

  /** With the boot that follows. */
  powerCut(): void {
    this.kill()
    this.#disk.trial.clear()
    this.#active.clear()
    this.#metrics.clear()
    this.start()
  }

  async #instant(what: string): Promise<void> {
    await this.#options.instant?.(what)
    this.#passTime()
  }

  /** Reads the files; whose file is gone goes down. */
  #read(): void {
    const texts = [...this.#options.own, ...this.#disk.trial.values(), ...this.#disk.kept.values()]
    this.#profiles = new Map(texts.map(profileOf).map((profile) => [profile.uuid, profile]))
    for (const [name, text] of this.#disk.trial)
      if (name === hidingName(uuidIn(text))) this.#profiles.delete(uuidIn(text))
    for (const [device, { uuid }] of this.#active) if (!this.#profiles.has(uuid)) this.#active.delete(device)
    for (const device of new Set([...this.#devices().keys(), ...this.#virtual()])) {
      if (this.#active.has(device)) continue
      const best = [...this.#profiles.values()]
        .filter((profile) => profile.device === device && profile.isAutomatic)
        .filter((profile) => comesUp(this.#options.site, profile))
        .toSorted((a, b) => b.priority - a.priority)[0]
      if (best !== undefined) this.#active.set(device, best)
    }
  }

  /** What is there, and what has been made, by what it is. */
  #devices(): Map<string, LinkType> {
    const { devices, radio, modem } = this.#options.site
    const found = new Map<string, LinkType>(devices.map((name) => [name, 'ethernet']))
    if (radio !== null) found.set(radio.device, 'wifi')
    if (modem !== null) found.set(modem.device, 'gsm')
    for (const [name, { type }] of this.#active) found.set(name, type)
    return found
  }

  /** Interfaces that NetworkManager makes when they are to come up. */
  #virtual(): string[] {
    return [...this.#profiles.values()].filter(({ type }) => type === 'vlan').map(({ device }) => device)
  }

  #passTime(): void {
    const line = this.#checkpoint
    if (line === null || !this.#runs || this.#options.clock.now().monoMs < line.untilMs) return
    this.#checkpoint = null
    for (const [path, text] of this.#disk.trial) {
      const uuid = uuidIn(text)
      if (!line.known.has(uuid)) this.#disk.trial.delete(path)
      else if (path === hidingName(uuid)) this.#writeAgain(uuid)
    }
    this.#read()
    for (const [device, uuid] of line.active) {
      const profile = this.#profiles.get(uuid)
      if (profile !== undefined) this.#active.set(device, profile)
    }
    this.#read()
  }

  /** What was hidden, as NetworkManager does it: under the name that the profile has. */
  #writeAgain(uuid: string): void {
    this.#disk.trial.delete(hidingName(uuid))
    const text = [...this.#disk.kept.values()].find((each) => uuidIn(each) === uuid)
    const [, name] = /^id=(.*)$/m.exec(text ?? '') ?? []
    if (text !== undefined) this.#disk.kept.set(`${name}.nmconnection`, text)
  }

  #busctl(args: readonly string[]): string {
    if (args.includes('CheckpointCreate')) {
      this.#checkpoints += 1
      const path = `/Checkpoint/${this.#checkpoints}`
      const untilMs = this.#options.clock.now().monoMs + Number(args.at(-2)) * 1000
      const active = new Map([...this.#active].map(([device, { uuid }]) => [device, uuid]))
      this.#checkpoint = { path, untilMs, active, known: new Set(this.#profiles.keys()) }
      return `o "${path}"`
    }
    if (this.#checkpoint?.path !== args.at(-1)) throw new HoldfastError('HF_NETWORK_FAILED', 'does not exist')
    this.#checkpoint = null
    return ''
  }

  async #nmcli(args: readonly string[], signal: AbortSignal | undefined): Promise<string> {
    const asked = args.join(' ')
    if (asked.includes('general status')) return 'running\n'
    if (asked.includes('device status')) return `${this.#rows().join('\n')}\n`
    if (asked.includes('device show')) return [...this.#devices().keys()].map((name) => this.#shown(name)).join('')
    if (asked.startsWith('device modify'))
      return this.#modify(args[2]!, Number(args[args.indexOf('ipv4.route-metric') + 1]))
    if (asked.startsWith('device reapply')) return this.#modify(args[2]!, null)
    if (asked.includes('connection show uuid')) {
      const { type = 'ethernet', metric = -1 } = this.#profiles.get(args.at(-1)!) ?? {}
      return `connection.type:${SETTINGS[type]}\nipv4.route-metric:${metric}\nipv6.route-metric:-1\n`
    }
    if (asked.includes('connection show')) return [...this.#profiles.keys()].map((uuid) => `${uuid}\n`).join('')
    if (asked === 'connection reload') {
      this.#read()
      return ''
    }
    if (asked.includes('connection up')) return this.#up(args, signal)
    throw new HoldfastError('HF_INTERNAL', `the simulated nmcli does not know ${asked}`)
  }

  #shown(device: string): string {
    const profile = this.#active.get(device)
    const route =
      profile === undefined || !hasDefaultRoute(profile)
        ? ''
        : `IP4.ROUTE[1]:dst = 0.0.0.0/0, nh = ${profile.gateway}, mt = ${this.metric(device)}\n`
    return `GENERAL.DEVICE:${device}\n${route}`
  }

  /** Of the default route over an interface. */
  metric(device: string): number {
    return this.#metrics.get(device) ?? this.#active.get(device)?.metric ?? 0
  }

  #modify(device: string, metric: number | null): string {
    if (!this.#active.has(device)) throw new HoldfastError('HF_NETWORK_FAILED', 'the device is not active')
    if (metric === null) this.#metrics.delete(device)
    else this.#metrics.set(device, metric)
    return ''
  }

  #rows(): string[] {
    return [...this.#devices()].map(([device, type]) => {
      const { uuid = '' } = this.#active.get(device) ?? {}
      return `${device}:${type}:${uuid === '' ? 'disconnected' : 'connected'}:${uuid}`
    })
  }

  /** What waits for an address has taken its interface meanwhile. */
  async #up(args: readonly string[], signal: AbortSignal | undefined): Promise<string> {
    const profile = this.#profiles.get(args[args.indexOf('uuid') + 1]!)
    if (profile === undefined) throw new HoldfastError('HF_NETWORK_FAILED', 'unknown connection')
    const { site, clock } = this.#options
    const named = args.indexOf('ifname')
    // Also one that it would make itself.
    if (named >= 0 && !this.#devices().has(args[named + 1]!))
      throw new HoldfastError('HF_NETWORK_FAILED', `device '${args[named + 1]}' not found for connection`)
    if (!hasDevice(site, profile))
      throw new HoldfastError('HF_NETWORK_FAILED', 'No suitable device found for this connection')
    this.#active.set(profile.device, profile)
    this.#metrics.delete(profile.device)
    const refusal = refusalOf(site, profile)
    if (refusal === null) return ''
    const forMs = Number(args[args.indexOf('--wait') + 1]) * 1000
    await clock.sleep(Math.min(forMs, refusal.afterMs ?? forMs), signal ?? new AbortController().signal)
    // A radio or a modem that has been refused is free again; whoever only lacks an address tries on.
    if (refusal.afterMs !== null && this.#active.get(profile.device) === profile) this.#active.delete(profile.device)
    throw new HoldfastError('HF_NETWORK_FAILED', refusal.why)
  }
}
