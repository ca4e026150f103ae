/**
 * Images in the shape of well-known ones: their entrypoints, commands, users, volumes, ports and stop signals,
 * with a small script where the real program would be.
 *
 * Invariant: a script serves on the port of its program and ends at its stop signal; one that lacks what the
 * real one insists on ends with 1.
 */
import { pushImage, type Recipe } from '../../rig/images.ts'

/** Ends at once when told to, and serves `say` on a port until then. */
const serve = (port: number, say: string) => `#!/bin/sh
trap 'exit 0' TERM INT QUIT
nc -ll -p ${port} -e /bin/echo ${say} & wait
`

const WAIT = `#!/bin/sh
trap 'exit 0' TERM
sleep 86400 & wait
`

/** Says at once that it is ready to take over, where balena would look for it. */
const HANDS_OVER = WAIT.replace('sleep', 'touch "$BALENA_SERVICE_HANDOVER_COMPLETE_PATH"\nsleep')

/** Rails: a migration that asks the database, a web server, a worker; what they are asked for comes as words. */
const BUNDLE = `#!/bin/sh
trap 'exit 0' TERM
case "$2 $3" in
  "rails db:migrate")
    nc -w 2 db 5432 < /dev/null | grep -q postgres || { echo "no database"; exit 1; }
    echo "migrated by $APP_VERSION" ;;
  puma*)
    mkdir -p /app/tmp/www && echo "$APP_VERSION $SECRET_KEY_BASE" > /app/tmp/www/up
    httpd -f -p 3000 -h /app/tmp/www & wait ;;
  sidekiq*)
    nc -w 2 cache 6379 < /dev/null | grep -q PONG || { echo "no cache"; exit 1; }
    sleep 86400 & wait ;;
  *) exit 64 ;;
esac
`

const POSTGRES_ENTRYPOINT = `#!/bin/sh
[ -n "$POSTGRES_PASSWORD" ] || { echo "superuser password is not specified"; exit 1; }
[ -e "$PGDATA/PG_VERSION" ] || { echo 16 > "$PGDATA/PG_VERSION"; cat /proc/sys/kernel/random/uuid > "$PGDATA/id"; }
exec "$@"
`

const RECIPES: Readonly<Record<string, Omit<Recipe, 'name'>>> = {
  'postgres:16-alpine': {
    entrypoint: ['docker-entrypoint.sh'],
    command: ['postgres'],
    environment: { PGDATA: '/var/lib/postgresql/data' },
    volumes: ['/var/lib/postgresql/data'],
    expose: ['5432/tcp'],
    stopSignal: 'SIGINT',
    files: {
      '/bin/docker-entrypoint.sh': POSTGRES_ENTRYPOINT,
      '/bin/postgres': serve(5432, 'postgres'),
      '/bin/pg_isready': '#!/bin/sh\n[ "$*" = "-U shop" ] && nc -w 2 127.0.0.1 5432 < /dev/null | grep -q postgres\n',
    },
  },
  'redis:7-alpine': {
    entrypoint: ['docker-entrypoint.sh'],
    command: ['redis-server'],
    workingDir: '/data',
    volumes: ['/data'],
    expose: ['6379/tcp'],
    files: {
      '/bin/docker-entrypoint.sh': '#!/bin/sh\nexec "$@"\n',
      '/bin/redis-server': serve(6379, 'PONG'),
      '/bin/redis-cli': '#!/bin/sh\nnc -w 2 127.0.0.1 6379 < /dev/null | grep -q PONG\n',
    },
  },
  ...Object.fromEntries(
    ['v1', 'v2'].map((version) => [
      `shop/app:${version}`,
      { workingDir: '/app', environment: { APP_VERSION: version }, files: { '/bin/bundle': BUNDLE } },
    ]),
  ),
  'eclipse-mosquitto:2': {
    entrypoint: ['/docker-entrypoint.sh'],
    command: ['/usr/sbin/mosquitto', '-c', '/mosquitto/config/mosquitto.conf'],
    volumes: ['/mosquitto/data', '/mosquitto/log'],
    files: {
      '/docker-entrypoint.sh': '#!/bin/sh\nexec "$@"\n',
      '/usr/sbin/mosquitto': serve(1883, 'mosquitto'),
      '/mosquitto/config/mosquitto.conf': 'listener 1883\n',
    },
  },
  'influxdb:2.7': {
    entrypoint: ['/entrypoint.sh'],
    command: ['influxd'],
    volumes: ['/var/lib/influxdb2', '/etc/influxdb2'],
    expose: ['8086/tcp'],
    files: {
      '/entrypoint.sh': '#!/bin/sh\n[ "$DOCKER_INFLUXDB_INIT_MODE" = setup ] || exit 1\nexec "$@"\n',
      '/bin/influxd': serve(8086, 'influx'),
      '/bin/influx': '#!/bin/sh\nnc -w 2 127.0.0.1 8086 < /dev/null | grep -q influx\n',
    },
  },
  'nodered/node-red:3.1': {
    entrypoint: ['./entrypoint.sh'],
    workingDir: '/usr/src/node-red',
    user: '1000',
    volumes: ['/data'],
    expose: ['1880/tcp'],
    healthcheck: { test: ['CMD', '/healthcheck'], intervalMs: 1_000, timeoutMs: 5_000, retries: 10 },
    files: {
      '/usr/src/node-red/entrypoint.sh': serve(1880, 'node-red'),
      '/healthcheck': '#!/bin/sh\nnc -w 2 127.0.0.1 1880 < /dev/null | grep -q node-red\n',
    },
  },
  'telegraf:1.30': {
    entrypoint: ['/entrypoint.sh'],
    command: ['telegraf'],
    files: {
      '/entrypoint.sh': '#!/bin/sh\nexec "$@"\n',
      '/bin/telegraf': WAIT.replace('trap', '[ -e "$HOST_PROC/loadavg" ] || exit 1\ntrap'),
    },
  },
  ...Object.fromEntries(
    ['10.4.0', '11.0.0'].map((version) => [
      `grafana/grafana-oss:${version}`,
      {
        entrypoint: ['/run.sh'],
        user: '472',
        expose: ['3000/tcp'],
        files: { '/run.sh': serve(3000, `grafana ${version}`) },
      },
    ]),
  ),
  ...Object.fromEntries(
    ['1.36', '1.37'].map((version) => [
      `koenkk/zigbee2mqtt:${version}`,
      {
        entrypoint: ['docker-entrypoint.sh'],
        command: ['/sbin/tini', '--', 'node', 'index.js'],
        workingDir: '/app',
        environment: { ZIGBEE_VERSION: version },
        files: {
          '/bin/docker-entrypoint.sh': '#!/bin/sh\n[ -e /dev/ttyACM0 ] || { echo "no adapter"; exit 1; }\nexec "$@"\n',
          '/sbin/tini': WAIT,
        },
      },
    ]),
  ),
  'home-assistant/home-assistant:stable': {
    entrypoint: ['/init'],
    workingDir: '/config',
    files: { '/init': WAIT },
  },
  ...Object.fromEntries(
    ['1', '2'].map((version) => [
      `balena/sensor:${version}`,
      { command: ['/sensor'], environment: { SENSOR_VERSION: version }, files: { '/sensor': HANDS_OVER } },
    ]),
  ),
  'balena/manager:1': { command: ['/manager'], files: { '/manager': WAIT } },
  'gpio/daemon:2': { command: ['/daemon'], files: { '/daemon': WAIT } },
  'wireguard/wireguard:1': { entrypoint: ['/init'], files: { '/init': WAIT } },
  'prom/node-exporter:v1.7.0': {
    entrypoint: ['/bin/node_exporter'],
    user: 'nobody',
    expose: ['9100/tcp'],
    files: { '/bin/node_exporter': WAIT },
  },
}

/** Pushes all of them. @param place "registry/prefix" goes before each name */
export async function pushAppImages(registry: string, prefix: string): Promise<void> {
  for (const [image, recipe] of Object.entries(RECIPES)) {
    const [name, tag] = image.split(':')
    await pushImage(registry, { name: `${prefix}/${name}`, ...recipe }, tag)
  }
}

/** The file with its images taken from this place, and nothing else changed. */
export function withImagesFrom(place: string, file: string): string {
  return file.replaceAll(/^(\s+image: )(\S+)$/gm, `$1${place}/$2`)
}
