import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadDockerConfig, parseDockerConfig } from './credentials.ts'

const from = (config: object) => parseDockerConfig(JSON.stringify(config), '/c.json')
const auth = (user: string, password: string) => ({ auth: Buffer.from(`${user}:${password}`).toString('base64') })

describe('what "docker login" left', () => {
  it.each([
    ['a host', { 'r.example:5000': auth('u', 'p:q') }, 'r.example:5000'],
    ['a URL', { 'https://r.example/v1/': auth('u', 'p:q') }, 'r.example'],
    ['Docker Hub', { 'https://index.docker.io/v1/': auth('u', 'p:q') }, 'docker.io'],
    ['two fields', { r: { username: 'u', password: 'p:q' } }, 'r'],
  ])('is found under %s', async (_, auths, registry) => {
    expect(await from({ auths })(registry)).toEqual({ user: 'u', password: 'p:q', identityToken: '' })
    expect(await from({ auths })('elsewhere.example')).toBeNull()
  })

  it('may be nothing, or not there', async () => {
    expect(await from({ auths: { r: {} } })('r')).toBeNull()
    expect(await (await loadDockerConfig('/nowhere/config.json'))('r')).toBeNull()
  })
})

describe('what a helper keeps', () => {
  let directory: string
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-helper-'))
    vi.stubEnv('PATH', `${directory}:${process.env.PATH}`)
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await rm(directory, { recursive: true })
  })

  /** A helper that runs this script of the shell. */
  const helper = async (name: string, script: string) => {
    const path = join(directory, `docker-credential-${name}`)
    await writeFile(path, `#!/bin/sh\nread server\n${script}\n`)
    await chmod(path, 0o755)
  }

  it('is asked for by the server, also as a token', async () => {
    await helper('one', 'echo "{\\"Username\\":\\"$server\\",\\"Secret\\":\\"s\\"}"')
    await helper('two', 'echo \'{"Username":"<token>","Secret":"t"}\'')
    const find = from({ credsStore: 'one', credHelpers: { 'r.example': 'two' } })
    expect(await find('other.example')).toEqual({ user: 'other.example', password: 's', identityToken: '' })
    expect(await find('docker.io')).toMatchObject({ user: 'https://index.docker.io/v1/' })
    expect(await find('r.example')).toEqual({ user: '', password: '', identityToken: 't' })
  })

  it('may be nothing', async () => {
    await helper('none', 'echo "credentials not found in native keychain"; exit 1')
    expect(await from({ credsStore: 'none' })('r')).toBeNull()
  })

  it.each([
    ['is not installed', 'absent', 'docker-credential-absent: cannot be run (ENOENT)'],
    ['fails', 'bad', 'docker-credential-bad: ended with code 3'],
    ['says nonsense', 'odd', 'docker-credential-odd: gave no user and secret'],
  ])('is an error when the helper %s, without what it said', async (_, name, message) => {
    await helper('bad', 'echo hunter2; exit 3')
    await helper('odd', 'echo hunter2')
    await expect(from({ credsStore: name })('r')).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAUTHORIZED', message })
  })
})
