/**
 * Clusters of three: RabbitMQ 4 and NATS with JetStream, from Debian 13, on loopback.
 *
 * Invariant: everything is in the folder that is given and gone with `stop`; nothing is installed.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '../rig/process.ts'
import { type ClusterNode, clusterNode } from './node.ts'

export interface Cluster {
  nodes: ClusterNode[]
  stop(): Promise<void>
}

const NUMBERS = [1, 2, 3] as const

/** @param tree of a Debian with the package; data is kept under its /srv */
export async function startRabbit(tree: string): Promise<Cluster> {
  const epmdPort = await freePort()
  await mkdir(join(tree, 'srv'), { recursive: true })
  const names = NUMBERS.map((number) => `hf${number}@localhost`)
  await writeFile(join(tree, 'root/.erlang.cookie'), 'holdfast-clusters', { mode: 0o600 })
  await chmod(join(tree, 'root/.erlang.cookie'), 0o400)
  const epmd = clusterNode({
    name: 'epmd',
    tree,
    command: ['epmd', '-port', `${epmdPort}`, '-address', '127.0.0.1'],
    env: {},
    log: join(tree, 'srv/epmd.log'),
    port: epmdPort,
  })
  await epmd.start()
  const nodes = await Promise.all(
    names.map(async (name) => {
      const home = `/srv/${name}`
      const [amqp, mqtt, dist] = [await freePort(), await freePort(), await freePort()]
      await mkdir(join(tree, home), { recursive: true })
      const lines = [
        `listeners.tcp.1 = 127.0.0.1:${amqp}`,
        `mqtt.listeners.tcp.1 = 127.0.0.1:${mqtt}`,
        'anonymous_login_user = guest',
        'anonymous_login_pass = guest',
        'mqtt.prefetch = 1000',
        'mqtt.durable_queue_type = quorum',
        'mqtt.max_session_expiry_interval_seconds = 86400',
        'log.console = true',
        'log.console.level = warning',
        'log.file = false',
        'cluster_formation.peer_discovery_backend = classic_config',
        ...names.map((each, at) => `cluster_formation.classic_config.nodes.${at + 1} = ${each}`),
        'vm_memory_high_watermark.relative = 0.6',
        'disk_free_limit.absolute = 50MB',
      ]
      await writeFile(join(tree, home, 'rabbitmq.conf'), `${lines.join('\n')}\n`)
      await writeFile(join(tree, home, 'plugins'), '[rabbitmq_mqtt].\n')
      return clusterNode({
        name,
        tree,
        command: ['/usr/lib/rabbitmq/bin/rabbitmq-server'],
        env: {
          RABBITMQ_NODENAME: name,
          RABBITMQ_CONFIG_FILE: `${home}/rabbitmq.conf`,
          RABBITMQ_ENABLED_PLUGINS_FILE: `${home}/plugins`,
          RABBITMQ_MNESIA_BASE: `${home}/data`,
          RABBITMQ_LOG_BASE: `${home}/log`,
          RABBITMQ_PID_FILE: `${home}/pid`,
          RABBITMQ_DIST_PORT: `${dist}`,
          ERL_EPMD_PORT: `${epmdPort}`,
          ERL_EPMD_ADDRESS: '127.0.0.1',
        },
        log: join(tree, home, 'output'),
        port: mqtt,
      })
    }),
  )
  return started([epmd], nodes)
}

export async function startNats(tree: string): Promise<Cluster> {
  const ports = await Promise.all(NUMBERS.map(async () => ({ nats: await freePort(), route: await freePort() })))
  const routes = ports.map(({ route }) => `nats://127.0.0.1:${route}`)
  const nodes = await Promise.all(
    NUMBERS.map(async (number, at) => {
      const home = `/srv/nats${number}`
      const mqtt = await freePort()
      await mkdir(join(tree, home), { recursive: true })
      const { nats, route } = ports[at]!
      const text = `
        server_name: hf${number}
        listen: "127.0.0.1:${nats}"
        jetstream { store_dir: "${home}/data" }
        mqtt { listen: "127.0.0.1:${mqtt}", ack_wait: "30s", max_ack_pending: 1000, consumer_replicas: 1 }
        cluster { name: "hf", listen: "127.0.0.1:${route}", routes: ${JSON.stringify(routes)} }
      `
      await writeFile(join(tree, home, 'nats.conf'), text)
      return clusterNode({
        name: `nats${number}`,
        tree,
        command: ['nats-server', '-c', `${home}/nats.conf`],
        env: {},
        log: join(tree, home, 'output'),
        port: mqtt,
      })
    }),
  )
  return started([], nodes)
}

async function started(beside: readonly ClusterNode[], nodes: ClusterNode[]): Promise<Cluster> {
  const stop = async (): Promise<void> => {
    for (const node of [...nodes, ...beside]) await node.kill()
  }
  try {
    await Promise.all(nodes.map((node) => node.start()))
    return { nodes, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
