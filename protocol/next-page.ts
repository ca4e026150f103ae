/**
 * Where a registry's list goes on: `Link` (RFC 8288), as the OCI distribution specification has it.
 *
 * Invariant: pure; what is asked for next is of the same repository, and asked of who gave the first part.
 */

/** Pages of a list that are read: whoever says more than that says so for ever. */
export const MOST_PAGES = 8

const NEXT = /<([^<>]*)>\s*;[^,<]*\brel\s*=\s*"?next\b/i

/**
 * What to ask for, below the repository; null: there is no more.
 * @param link of the answer
 * @param repository where it is: "https://registry.example/v2/shop/till/"
 * @param asked what was asked for, below it
 */
export function nextPage(link: string | null, repository: URL, asked: string): string | null {
  const target = NEXT.exec(link ?? '')?.[1] ?? ''
  // Below it, whatever a registry calls its pages: `//` and `sha256:1` by themselves are no paths.
  const here = new URL(`${repository.href}${asked}`)
  if (target === '' || !URL.canParse(target, here.href)) return null
  const { pathname, search } = new URL(target, here)
  return pathname.startsWith(repository.pathname) ? pathname.slice(repository.pathname.length) + search : null
}
