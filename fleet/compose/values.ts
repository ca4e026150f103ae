/**
 * Forms of words that an engine takes when it makes a container.
 *
 * Invariant: what is read here no engine refuses for its form; else a whole fleet would refuse the release.
 */
import { isIP } from 'node:net'
import { didYouMean } from '../../protocol/closest.ts'
import { ValueFault } from './faults.ts'
import { list, oneOrMore, word } from './read.ts'
import type { Node } from './yaml-tree.ts'

/** A form of text. */
export interface Form {
  /** What it is, and how it is written: the end of "is not …". */
  called: string
  fits: (text: string) => boolean
  /** All words that fit, where they can be told, for a hint. */
  words?: readonly string[]
}

/** Names as the engine has them (moby/sys, signal), without "SIG". */
const SIGNAL_NAMES =
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'.split(
    ' ',
  )

/** capabilities(7), without "CAP_". */
const CAPABILITY_NAMES =
  'ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM'.split(
    ' ',
  )

const ULIMIT_NAMES =
  'as core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'.split(' ')

/** What of the kernel's settings a container has for itself (runc, "validateSysctl"). */
const OWN_SYSCTL =
  /^(net|fs\.mqueue)\.[^\s=]+$|^kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced|domainname)$/

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i
/** Of the kernel, for the name of a machine. */
const MAX_HOSTNAME = 64
const MAX_ID = 2 ** 31 - 1

export const SIGNAL: Form = {
  called: 'a signal, such as SIGTERM or a number from 1 to 64',
  fits: (text) => {
    const name = text.toUpperCase().replace(/^SIG/, '')
    const real = /^(?:RTMIN\+(\d{1,2})|RTMAX-(\d{1,2}))$/.exec(name)
    if (real !== null) return isWithin(real[1] ?? real[2]!, 1, real[1] === undefined ? 14 : 15)
    return SIGNAL_NAMES.includes(name) || isWithin(text, 1, 64)
  },
  words: SIGNAL_NAMES.map((name) => `SIG${name}`),
}

export const CAPABILITY: Form = {
  called: 'a capability of Linux, such as NET_ADMIN or CAP_NET_ADMIN',
  fits: (text) => CAPABILITY_NAMES.includes(text.toUpperCase().replace(/^CAP_/, '')),
  words: CAPABILITY_NAMES,
}

export const ULIMIT: Form = {
  called: 'a limit that the kernel knows',
  fits: (text) => ULIMIT_NAMES.includes(text),
  words: ULIMIT_NAMES,
}

export const ADDRESS: Form = { called: 'an IP address', fits: (text) => isAddress(text) }
export const IPV4: Form = { called: 'an IPv4 address', fits: (text) => isIP(text) === 4 }
export const IPV6: Form = { called: 'an IPv6 address', fits: (text) => isAddress(text) && isIP(text) === 6 }
export const HOST_ADDRESS: Form = {
  called: 'an IP address or "host-gateway"',
  fits: (text) => text === 'host-gateway' || isAddress(text),
}

export const ABSOLUTE: Form = { called: 'an absolute path', fits: (text) => text.startsWith('/') }

/** RFC 1123, with the "_" that engines and kernels take too. */
export const HOSTNAME: Form = {
  called: 'a name of a machine: letters, digits and "-" in parts of at most 63, by dots, 64 together',
  fits: (text) => text.length <= MAX_HOSTNAME && text.split('.').every((part) => LABEL.test(part)),
}

export const CPUSET: Form = {
  called: 'a list of CPUs, such as "0-2,4"',
  fits: (text) =>
    text.split(',').every((part) => {
      const range = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part)
      return range !== null && Number(range[1]) <= Number(range[2] ?? range[1])
    }),
}

export const DEVICE_RULE: Form = {
  called: 'a rule for devices, such as "c 1:3 rwm"',
  fits: (text) => /^[acb] (\d+|\*):(\d+|\*) [rwm]{1,3}$/.test(text),
}

export const SYSCTL: Form = {
  called: 'a setting of the kernel that a container has for itself: net.…, fs.mqueue.…, kernel.shm… and kernel.msg…',
  fits: (text) => OWN_SYSCTL.test(text),
}

export const USER: Form = {
  called: 'a user: a name or number, also with ":" and a group',
  fits: (text) =>
    /^[^:\s]+(:[^:\s]+)?$/.test(text) &&
    text.split(':').every((part) => !/^-?\d+$/.test(part) || isWithin(part, 0, MAX_ID)),
}

/** A word of the form. */
export function formed(form: Form): (node: Node) => string {
  return (node) => checked(word(node), form, node.place)
}

/** A list of them. */
export function allFormed(form: Form): (node: Node) => string[] {
  return (node) => list(node).items.map(formed(form))
}

/** One, or a list of them. */
export function someFormed(form: Form): (node: Node) => string[] {
  return (node) => oneOrMore(node).map(formed(form))
}

/**
 * The text, when it has the form.
 * @throws ValueFault
 */
export function checked(text: string, { called, fits, words = [] }: Form, place: string): string {
  if (fits(text)) return text
  throw new ValueFault(place, `${JSON.stringify(text)} is not ${called}${didYouMean(text, words)}`)
}

/** Without the zone that Node takes and engines do not. */
function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%')
}

function isWithin(digits: string, least: number, most: number): boolean {
  return /^\d{1,10}$/.test(digits) && Number(digits) >= least && Number(digits) <= most
}
