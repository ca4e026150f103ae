/**
 * The mounts that an engine was asked for, whichever of its three forms was used.
 *
 * Invariant: pure; two requests that come to the same mounts give the same list.
 * Source: https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Container/operation/ContainerCreate
 * (HostConfig.Binds, Mounts, Tmpfs)
 */

/** The three forms, as the engine says them back. */
export interface AskedMounts {
  Binds?: readonly string[] | null
  Mounts?: readonly LongMount[] | null
  Tmpfs?: Readonly<Record<string, string>> | null
}

interface LongMount {
  Type: string
  Source?: string
  Target: string
  ReadOnly?: boolean
  BindOptions?: { Propagation?: string }
  VolumeOptions?: { NoCopy?: boolean }
  TmpfsOptions?: { SizeBytes?: number; Mode?: number }
}

/** Options in one order; "rw" is what holds without a word. */
interface PlainMount {
  target: string
  type: string
  source: string
  options: string[]
}

/** By their target. */
export function plainMounts({ Binds, Mounts, Tmpfs }: AskedMounts): PlainMount[] {
  const mounts = [
    ...(Binds ?? []).map(fromBind),
    ...(Mounts ?? []).map(fromLong),
    ...Object.entries(Tmpfs ?? {}).map(([target, options]) => fromTmpfs(target, options)),
  ]
  return mounts.toSorted((a, b) => (a.target < b.target ? -1 : 1))
}

/** "SOURCE:TARGET:OPTIONS"; a source that is no path is a volume. */
function fromBind(bind: string): PlainMount {
  const [source = '', target = '', options = ''] = bind.split(':')
  return { target, type: source.startsWith('/') ? 'bind' : 'volume', source, options: said(options.split(',')) }
}

function fromLong(mount: LongMount): PlainMount {
  const { Type: type, Source: source = '', Target: target, ReadOnly, BindOptions, VolumeOptions, TmpfsOptions } = mount
  const { SizeBytes: size, Mode: mode } = TmpfsOptions ?? {}
  const options = [
    ReadOnly === true ? 'ro' : '',
    BindOptions?.Propagation ?? '',
    VolumeOptions?.NoCopy === true ? 'nocopy' : '',
    size === undefined ? '' : `size=${size}`,
    mode === undefined ? '' : `mode=${mode.toString(8)}`,
  ]
  return { target, type, source, options: said(options) }
}

function fromTmpfs(target: string, written: string): PlainMount {
  const options = written.split(',').map((option) => {
    const [key, value = ''] = option.split('=')
    if (key === 'size') return `size=${bytesOf(value)}`
    if (key === 'mode') return `mode=${value.replace(/^0+/, '')}`
    return option
  })
  return { target, type: 'tmpfs', source: '', options: said(options) }
}

function said(options: readonly string[]): string[] {
  return options.filter((option) => option !== '' && option !== 'rw').toSorted()
}

const UNITS: Record<string, number> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 }

function bytesOf(written: string): number {
  const [, digits = '', unit = ''] = /^(\d+)([kmg]?)b?$/i.exec(written) ?? []
  return Number(digits) * UNITS[unit.toLowerCase()]!
}
