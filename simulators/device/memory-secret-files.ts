/**
 * Secrets as files of a tmpfs that is none.
 *
 * Invariant: they are gone with the power, and with nothing less.
 */
import type { SecretFile, SecretFiles } from '../../agent/secrets/secret-files.ts'
import { SparseMap } from '../../storage/sparse-map.ts'

export class MemorySecretFiles implements SecretFiles {
  readonly #files = new SparseMap<string, SecretFile>()

  async put(group: string, files: readonly SecretFile[]): Promise<string[]> {
    return files.map((file, index) => {
      const path = `/run/holdfast/secrets/${group}/${index}`
      this.#files.set(path, file)
      return path
    })
  }

  async keepOnly(groups: readonly string[]): Promise<void> {
    for (const path of this.#files.keys())
      if (!groups.some((group) => path.startsWith(`/run/holdfast/secrets/${group}/`))) this.#files.delete(path)
  }

  /** As text; null: there is no such file. */
  read(path: string): string | null {
    const file = this.#files.get(path)
    return file === undefined ? null : new TextDecoder().decode(file.content)
  }

  get paths(): string[] {
    return [...this.#files.keys()]
  }

  lose(): void {
    this.#files.clear()
  }
}
