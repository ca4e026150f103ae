/** Which secret is for which registry, and what it has to be. */
import { expect, it } from 'vitest'
import { basicIn, secretNameOf } from './registry-secret.ts'

it.each([
  ['registry.example', 'registry.registry.example'],
  ['registry.example:5000', 'registry.registry.example_5000'],
  ['docker.io', 'registry.docker.io'],
  ['127.0.0.1:5000', 'registry.127.0.0.1_5000'],
  ['[::1]:5000', null],
  [`${'a'.repeat(60)}.example`, null],
])('the credentials of %s are in %s', (host, name) => expect(secretNameOf(host)).toBe(name))

it.each([
  ['press-7:open sesame', 'press-7:open sesame'],
  ['press-7:open:sesame\n', 'press-7:open:sesame'],
  ['press-7', null],
  ['press-7:', null],
  [':open', null],
  ['', null],
])('%j is told as %j', (secret, words) =>
  expect(basicIn(secret)).toBe(words && `Basic ${Buffer.from(words).toString('base64')}`),
)
