/**
 * A program of a few hundred bytes, so that images can be made where nothing is at hand: no compiler, no
 * busybox, no internet.
 *
 * Invariant: it is a whole static ELF executable that needs nothing but the kernel. Started without an
 * argument it writes one line and runs until SIGTERM or SIGINT, then ends with code 0; with any argument it is
 * its own health check, and ends at once with the code that was built in.
 * Forms: https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html, and the kernel's system call tables.
 */
import { HoldfastError } from '../../protocol/errors.ts'

export interface TinyProgram {
  /** As the OCI image specification names it. */
  architecture: string
  /** Written to the standard output at the start. */
  line: string
  /** What its health check says: 0 is well. */
  checkCode: number
}

/** How one architecture writes the same program. The data follows the code at once. */
interface Dialect {
  /** `e_machine` */
  machine: number
  code(lineBytes: number, checkCode: number): Uint8Array
}

/** Of the ELF header and the one program header. */
const HEADERS = 64 + 56
const BASE = 0x400000
/** The signals that end it, as a mask: bit 14 is SIGTERM, bit 1 SIGINT. */
const SIGNALS = (1n << 14n) | (1n << 1n)
/** The mask comes first, then the line. */
const MASK_BYTES = 8

/**
 * The first process of a container gets no signal that it does not handle; one that is blocked waits for it,
 * and `rt_sigtimedwait` takes it: a handler without a handler.
 */
const DIALECTS: Record<string, Dialect> = {
  amd64: { machine: 62, code: amd64 },
  arm64: { machine: 183, code: arm64 },
}

/** Architectures that it can be built for. */
export const TINY_ARCHITECTURES: readonly string[] = Object.keys(DIALECTS)

/** The executable file. @throws HF_INTERNAL for an architecture that is not one of `TINY_ARCHITECTURES` */
export function tinyProgram({ architecture, line, checkCode }: TinyProgram): Buffer {
  const dialect = DIALECTS[architecture]
  if (dialect === undefined) throw new HoldfastError('HF_INTERNAL', `no program is written for ${architecture}`)
  const text = Buffer.from(`${line}\n`)
  const code = dialect.code(text.length, checkCode & 0xff)
  const mask = Buffer.alloc(MASK_BYTES)
  mask.writeBigUInt64LE(SIGNALS)
  const size = HEADERS + code.length + mask.length + text.length
  return Buffer.concat([headers(dialect.machine, size), code, mask, text])
}

function headers(machine: number, size: number): Buffer {
  const bytes = Buffer.alloc(HEADERS)
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1])
  bytes.writeUInt16LE(2, 16) // ET_EXEC
  bytes.writeUInt16LE(machine, 18)
  bytes.writeUInt32LE(1, 20)
  bytes.writeBigUInt64LE(BigInt(BASE + HEADERS), 24) // entry
  bytes.writeBigUInt64LE(64n, 32) // program headers
  bytes.writeUInt16LE(64, 52)
  bytes.writeUInt16LE(56, 54)
  bytes.writeUInt16LE(1, 56)
  bytes.writeUInt32LE(1, 64) // PT_LOAD
  bytes.writeUInt32LE(5, 68) // read, execute
  bytes.writeBigUInt64LE(BigInt(BASE), 80)
  bytes.writeBigUInt64LE(BigInt(BASE), 88)
  bytes.writeBigUInt64LE(BigInt(size), 96)
  bytes.writeBigUInt64LE(BigInt(size), 104)
  bytes.writeBigUInt64LE(0x1000n, 112)
  return bytes
}

function amd64(lineBytes: number, checkCode: number): Uint8Array {
  const word = (value: number) => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >>> 24) & 0xff]
  const check = 81
  const data = 93
  /** `lea` of something in the data, from the end of its own seven bytes at `at`. */
  const lea = (register: number, at: number, offset: number) => [0x48, 0x8d, register, ...word(data + offset - at - 7)]
  const [RSI, RDI] = [0x35, 0x3d]
  const code = [
    [0x83, 0x3c, 0x24, 0x02], //                  0 cmp dword [rsp], 2
    [0x73, check - 6], //                         4 jae check
    [0xb8, ...word(1)], //                        6 mov eax, 1 (write)
    [0xbf, ...word(1)], //                       11 mov edi, 1
    lea(RSI, 16, MASK_BYTES), //                 16 lea rsi, [line]
    [0xba, ...word(lineBytes)], //               23 mov edx, lineBytes
    [0x0f, 0x05], //                             28 syscall
    [0xb8, ...word(14)], //                      30 mov eax, 14 (rt_sigprocmask)
    [0x31, 0xff], //                             35 xor edi, edi (SIG_BLOCK)
    lea(RSI, 37, 0), //                          37 lea rsi, [mask]
    [0x31, 0xd2], //                             44 xor edx, edx
    [0x6a, 0x08, 0x41, 0x5a], //                 46 mov r10, 8, by way of the stack
    [0x0f, 0x05], //                             50 syscall
    [0xb8, ...word(128)], //                     52 mov eax, 128 (rt_sigtimedwait)
    lea(RDI, 57, 0), //                          57 lea rdi, [mask]
    [0x31, 0xf6], //                             64 xor esi, esi
    [0x0f, 0x05], //                             66 syscall
    [0x85, 0xc0], //                             68 test eax, eax
    [0x78, 0xec], //                             70 js to 52
    [0xb8, ...word(60)], //                      72 mov eax, 60 (exit)
    [0x31, 0xff], //                             77 xor edi, edi
    [0x0f, 0x05], //                             79 syscall
    [0xb8, ...word(60)], //                      81 check: mov eax, 60 (exit)
    [0xbf, ...word(checkCode)], //               86 mov edi, checkCode
    [0x0f, 0x05], //                             91 syscall
  ]
  return Uint8Array.from(code.flat())
}

function arm64(lineBytes: number, checkCode: number): Uint8Array {
  const SVC = 0xd4000001
  const [wait, check, length] = [14, 22, 25]
  const mov = (register: number, value: number) => 0xd2800000 | (value << 5) | register
  /** The address of something in the data, from the instruction with this index. */
  const adr = (register: number, index: number, offset: number) => {
    const distance = (length - index) * 4 + offset
    return 0x10000000 | ((distance & 3) << 29) | ((distance >> 2) << 5) | register
  }
  const code = [
    [0xf94003e0], //                                     0 ldr x0, [sp]
    [0xf100081f], //                                     1 cmp x0, 2
    [0x54000002 | ((check - 2) << 5)], //                2 b.hs check
    [mov(8, 64), mov(0, 1), adr(1, 5, MASK_BYTES), mov(2, lineBytes), SVC], //  3 write
    [mov(8, 135), mov(0, 0), adr(1, 10, 0), mov(2, 0), mov(3, 8), SVC], //      8 rt_sigprocmask
    [mov(8, 137), adr(0, 15, 0), mov(1, 0), SVC], //                           14 rt_sigtimedwait
    [0xb7f80000 | (((wait - 18) & 0x3fff) << 5)], //    18 tbnz x0, 63, wait
    [mov(0, 0), mov(8, 93), SVC], //               19 exit
    [mov(0, checkCode), mov(8, 93), SVC], //       22 check: exit
  ]
  const bytes = Buffer.alloc(length * 4)
  for (const [index, instruction] of code.flat().entries()) bytes.writeUInt32LE(instruction >>> 0, index * 4)
  return bytes
}
