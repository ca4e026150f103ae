import { describe, expect, it } from 'vitest'
import { serveRegistry } from '../registry/server.ts'
import { findEngine, socketOf } from './engine.ts'
import { composeFile, harbourImages, probeImage, VERSIONS } from './harbour.ts'
import { readOptions } from './options.ts'

describe('the engine that is looked for', () => {
  it.each([
    [{}, '/var/run/docker.sock'],
    [{ DOCKER_HOST: '' }, '/var/run/docker.sock'],
    [{ DOCKER_HOST: 'unix:///run/user/1000/docker.sock' }, '/run/user/1000/docker.sock'],
  ])('with %j is at %s', (env, socket) => {
    expect(socketOf(env)).toBe(socket)
  })

  it.each(['tcp://127.0.0.1:2375', 'ssh://pi@pier'])('at %s is none for the agent', (host) => {
    expect(() => socketOf({ DOCKER_HOST: host })).toThrow(expect.objectContaining({ code: 'HF_ENGINE_UNAVAILABLE' }))
  })

  it('is said to be away where nobody listens', async () => {
    await expect(findEngine('/nonexistent/docker.sock')).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
  })
})

describe('the application', () => {
  it('has every image that its compose files name', async () => {
    const images = harbourImages('amd64')
    const registry = await serveRegistry([...images, probeImage('amd64')], 1_000_000)
    try {
      for (const version of VERSIONS) {
        const named = [...composeFile(registry.address, version).matchAll(/image: (\S+?)\/(\S+):(\S+)/g)]
        expect(named).toHaveLength(3)
        for (const [, host = '', repository = '', tag = ''] of named) {
          const answer = await fetch(`http://${host}/v2/${repository}/manifests/${tag}`, { method: 'HEAD' })
          expect(answer.status).toBe(200)
        }
      }
    } finally {
      await registry.close()
    }
  })
})

describe('the flags', () => {
  it('are few', () => {
    expect(readOptions([])).toEqual({ once: false, engine: null })
    expect(readOptions(['--once', '--engine', 'docker'])).toEqual({ once: true, engine: 'docker' })
    expect(readOptions(['-h'])).toBe('help')
  })

  it.each([[['--engine', 'podman']], [['--engine']], [['twice']], [['--onec']]])('are not guessed: %j', (args) => {
    expect(() => readOptions(args)).toThrow(expect.objectContaining({ code: 'HF_USAGE' }))
  })
})
