/**
 * The application that the devices run: a database, a migration, a web server.
 *
 * Invariant: the web server answers at its published port with its version and with what stands on the volume,
 * so that a test sees from outside what runs and what was kept.
 */
import { pushImage } from '../rig/images.ts'

/** Images of one shop: one for each version of the web server, and one for all else. */
export interface ShopImages {
  /** Where they are, as their references begin. */
  place: string
  base: string
  web: Record<string, string>
}

const BASE = {
  files: {
    // Says when its volume was born, and is healthy from then on.
    '/db':
      '#!/bin/sh\ntrap "exit 0" TERM\n[ -e /data/born ] || cat /proc/sys/kernel/random/uuid > /data/born\nsleep 86400 & wait\n',
    '/migrate': '#!/bin/sh\necho "$VERSION" >> /data/migrations\n',
  },
}

const WEB = `#!/bin/sh
trap "exit 0" TERM
echo "web $(cat /www/version) begins"
httpd -f -p 8080 -h /www & wait
`

/**
 * Pushes the images.
 * @param registry where they are pushed to
 * @param link where a device gets them
 * @param name unique to the test
 * @param bytes of each version's own layer
 */
export async function pushShop(
  registry: string,
  link: string,
  name: string,
  versions: readonly string[],
  bytes = 1_000,
): Promise<ShopImages> {
  const at = (ref: string) => ref.replace(registry, link)
  const base = at((await pushImage(registry, { name: `${name}/base`, ...BASE })).ref)
  const web: Record<string, string> = {}
  for (const version of versions) {
    const files = { '/web': WEB, '/www/version': version }
    const layers = [bytes]
    web[version] = at((await pushImage(registry, { name: `${name}/web`, salt: version, layers, files }, version)).ref)
  }
  return { place: `${link}/${name}/`, base, web }
}

export interface ShopOptions {
  /** Of the web server. */
  version: string
  /** Host port of the web server; none is published without it. */
  port?: number
  /** Changes the migration, so that it runs again. */
  migration?: string
  strategy?: string
  /** Health check of the web server. */
  healthy?: string
  /** Retries of it. */
  retries?: number
  /** A directory of the host that the web server sees as /gate. */
  gate?: string
  soak?: string
  contact?: string
  /** More lines at the end of the file. */
  more?: string
}

/** The compose file. */
export function shop(images: ShopImages, options: ShopOptions): string {
  const { version, port, migration = '1', strategy = 'download-then-kill', gate, soak = '200ms', retries = 5 } = options
  const healthy = options.healthy ?? 'wget -q -O /dev/null http://127.0.0.1:8080/version'
  return `name: shop
services:
  db:
    image: ${images.base}
    command: /db
    stop_grace_period: 2s
    restart: always
    volumes: ["data:/data"]
    networks: [back]
    healthcheck: { test: "test -e /data/born", interval: 300ms, timeout: 10s, retries: 5, start_period: 20s }
  migrate:
    image: ${images.base}
    command: /migrate
    restart: "no"
    environment: { VERSION: "${migration}" }
    volumes: ["data:/data"]
    networks: [back]
    depends_on: { db: { condition: service_healthy } }
  web:
    image: ${images.web[version] ?? version}
    command: /web
    stop_grace_period: 2s
    restart: always
    volumes: ["data:/www/data:ro"${gate === undefined ? '' : `, "${gate}:/gate:ro"`}]
    networks: [back]
    ports: [${port === undefined ? '' : `"127.0.0.1:${port}:8080"`}]
    depends_on: { db: { condition: service_healthy }, migrate: { condition: service_completed_successfully } }
    healthcheck: { test: '${healthy}', interval: 300ms, timeout: 10s, retries: ${retries} }
    x-holdfast: { strategy: ${strategy} }
volumes:
  data:
networks:
  back:
x-holdfast:
  version: ${version}
  policy: { soak: ${soak}, health_timeout: 240s, contact_timeout: ${options.contact ?? '120s'} }
${options.more ?? ''}`
}
