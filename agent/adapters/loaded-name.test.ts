import { expect, it } from 'vitest'
import { loadedName, pinnedName } from './loaded-name.ts'

const DIGEST = `sha256:${'ab'.repeat(32)}`
const TAG = `sha256-${'ab'.repeat(32)}`

it.each([
  ['registry.example/shop/web', 'holdfast.local/registry.example/shop/web'],
  ['127.0.0.1:5000/app', 'holdfast.local/127.0.0.1_5000/app'],
  ['docker.io/library/nginx', 'holdfast.local/docker.io/library/nginx'],
])('%s is called %s', (name, repository) => {
  expect(loadedName(`${name}@${DIGEST}`)).toEqual({ repository, tag: TAG, reference: `${repository}:${TAG}` })
})

it.each(['[::1]:5000/app', 'Registry.Example/app', `registry.example/${'a'.repeat(240)}`])(
  '%s, which cannot be in a name of ours, has another one of its own',
  (name) => {
    const { repository } = loadedName(`${name}@${DIGEST}`)
    expect(repository).toMatch(/^holdfast\.local\/[0-9a-f]{64}$/)
    expect(repository).not.toBe(loadedName(`${name}/x@${DIGEST}`).repository)
  },
)

it.each(['registry.example/shop/web', '127.0.0.1:5000/app', 'docker.io/my_org_1/nginx'])(
  '%s is told from the name of ours',
  (name) => expect(pinnedName(loadedName(`${name}@${DIGEST}`).reference)).toBe(`${name}@${DIGEST}`),
)

it.each(['nginx:1.27', `nginx@${DIGEST}`, loadedName(`[::1]:5000/app@${DIGEST}`).reference])(
  '%s is not one of ours that could be read, and stays',
  (name) => expect(pinnedName(name)).toBe(name),
)
