import { pbkdf2Sync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { KINDS } from '../../protocol/codec.ts'
import { claimTopics } from '../../protocol/topics.ts'
import { mosquittoFiles } from './mosquitto-config.ts'

const passwords = { claim: 'c', registrar: 'r', operator: 'o', bridge: 'b' }
const ports = { devices: 1, claims: 2, operators: 3, bridge: 4 }
const made = () =>
  new Map(
    mosquittoFiles({ directory: '/etc/here', bind: '0.0.0.0', state: '/var/there', ports, passwords }).map((file) => [
      file.name,
      file,
    ]),
  )
const files = made()

/** The lines of each listener of a configuration. */
function listeners(name: string): string[][] {
  const [, ...parts] = files.get(name)!.content.split(/^(?=listener )/m)
  return parts.map((part) => part.split(/^connection/m)[0]!.split('\n'))
}

describe('the configuration of Mosquitto', () => {
  it('has nobody anonymous at any door, and rules and users of its own for each', () => {
    const all = [...listeners('mosquitto.conf'), ...listeners('mosquitto-claims.conf')]
    expect(all.map(([first]) => first)).toEqual([
      'listener 1 0.0.0.0',
      'listener 3 0.0.0.0',
      'listener 4 127.0.0.1',
      'listener 2 0.0.0.0',
    ])
    for (const lines of all) {
      expect(lines).toContain('allow_anonymous false')
      expect(lines.some((line) => line.startsWith('acl_file /etc/here/'))).toBe(true)
      expect(lines.some((line) => line.startsWith('password_file ') || line === 'require_certificate true')).toBe(true)
    }
    for (const name of ['mosquitto.conf', 'mosquitto-claims.conf'])
      expect(files.get(name)!.content).toContain('\nper_listener_settings true\n')
  })

  it('speaks in the clear on loopback alone', () => {
    for (const [first, ...lines] of listeners('mosquitto.conf'))
      expect(lines.includes('certfile /etc/here/server.pem')).toBe(!first!.endsWith('127.0.0.1'))
  })

  it('holds passwords as Mosquitto hashes them; the one that the bridge needs is for its owner alone', () => {
    const { content, mode } = files.get('claims.passwords')!
    const [, salt, hash] = /^claim:\$7\$101\$(.+)\$(.+)\n$/.exec(content)!
    expect(pbkdf2Sync('c', Buffer.from(salt!, 'base64'), 101, 64, 'sha512').toString('base64')).toBe(hash)
    expect([mode, files.get('mosquitto-claims.conf')!.mode]).toEqual([0o600, 0o600])
    expect(files.get('mosquitto.conf')!.content).not.toMatch(/password [^_]/)
  })

  it('names the bridge as nobody can guess, in the file that is for its owner alone', () => {
    const idOf = (all: typeof files) =>
      /^local_clientid (holdfast\/[0-9a-f]{32})$/m.exec(all.get('mosquitto-claims.conf')!.content)![1]!
    expect(idOf(made())).not.toBe(idOf(files))
    for (const { name, content } of files.values())
      expect([name, content.includes(idOf(files))]).toEqual([name, name === 'mosquitto-claims.conf'])
  })

  it('has the broker of claims keep nothing for good, bring nothing to be kept, and bound what it holds', () => {
    const [global, bridge] = files.get('mosquitto-claims.conf')!.content.split(/^connection /m)
    for (const line of ['retain_available false', 'persistence false', 'persistent_client_expiration 1h'])
      expect(global!.split('\n')).toContain(line)
    expect(global).toMatch(/^memory_limit \d+$/m)
    expect(listeners('mosquitto-claims.conf')[0]).toContainEqual(expect.stringMatching(/^max_connections \d+$/))
    expect(bridge!.split('\n')).toContain('bridge_outgoing_retain false')
    // What the operator retains is what devices live by.
    expect(files.get('mosquitto.conf')!.content).not.toMatch(/retain_available|memory_limit|client_expiration/)
  })

  it('lets through the largest claim and the largest answer that there may be, and not much more', () => {
    const largest = Math.max(KINDS.Claim.maxBytes, KINDS.ClaimAnswer.maxBytes)
    const topic = claimTopics('0'.repeat(32)).answer
    const allowed = Number(/^max_packet_size (\d+)$/m.exec(files.get('mosquitto-claims.conf')!.content)![1])
    expect(allowed).toBeGreaterThan(largest + topic.length + 9)
    expect(allowed).toBeLessThan(largest + 2048)
  })

  it('says in each file which Mosquitto it is for', () => {
    for (const name of ['mosquitto.conf', 'mosquitto-claims.conf'])
      expect([name, files.get(name)!.content.split('\n')[1]]).toEqual([
        name,
        expect.stringContaining('Mosquitto 2.0') as string,
      ])
  })

  it('keeps what is retained where it is told to, and says how often', () => {
    const lines = files.get('mosquitto.conf')!.content.split('\n')
    for (const line of [
      'persistence true',
      'persistence_location /var/there/',
      'persistence_file holdfast.db',
      'autosave_interval 60',
    ])
      expect(lines).toContain(line)
  })
})
