/**
 * Credentials of a registry among the secrets of the device.
 *
 * Invariant: pure; a secret is for the one host that its name says.
 */
import { SECRET_NAME } from '../../protocol/sealed-secrets.ts'

/**
 * "registry.registry.example_5000"; null for a host that no secret can be named for.
 * @param host as it stands in names of images, or of a mirror
 */
export function secretNameOf(host: string): string | null {
  const name = `registry.${host.replace(':', '_')}`
  return SECRET_NAME.test(name) ? name : null
}

/** What a registry is told of "user:password"; null: it is none. */
export function basicIn(secret: string): string | null {
  const words = secret.replace(/\r?\n$/, '')
  return /^[^:\s]+:./.test(words) ? `Basic ${Buffer.from(words).toString('base64')}` : null
}
