import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { listQuery, probeQuery } from './queries';
import { type RunningServer, startServer } from './server';
import { posted, smallDiscoveryHost, smallEnvironment, smallHost, smallPlatform, smallToken } from './small-platform';

const platform = smallPlatform();
let server: RunningServer;

beforeAll(async () => {
  server = await startServer({ platform });
});
afterAll(() => server.close());
afterEach(() => platform.faults.clear());

type Raw = { status: number | undefined; headers: IncomingMessage['headers']; bytes: Buffer };

function send(
  host: string,
  path: string,
  init: { method?: string; headers: Record<string, string>; body?: string },
): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const to = {
      host: '127.0.0.1',
      port: server.port,
      path,
      method: init.method ?? 'GET',
      ca: server.certificate.cert,
    };
    const sent = request({ ...to, servername: 'localhost', headers: { ...init.headers, host } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end(init.body);
  });
}

const probe = () => send(smallDiscoveryHost, '/graphql', posted(probeQuery, { env: smallEnvironment }));

const admin = () => send(smallHost, '/api/v2/accounts/100/', { headers: { authorization: `Bearer ${smallToken}` } });

describe('the platform behind https', () => {
  it('answers both APIs by host name', async () => {
    expect(JSON.parse((await probe()).bytes.toString())).toHaveProperty('data.environment.dbtProjectName', 'shop');
    expect(JSON.parse((await admin()).bytes.toString())).toHaveProperty('data.name', 'Small');
    expect(platform.requests.at(-1)).toMatchObject({ scheme: 'https', host: smallHost, status: 200 });
  });

  it('zips what is worth it for who can unzip it', async () => {
    const init = posted(listQuery('models'), { env: smallEnvironment, first: 100 });
    const answer = await send(smallDiscoveryHost, '/graphql', {
      ...init,
      headers: { ...init.headers, 'accept-encoding': 'gzip' },
    });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(answer.bytes).toString())).toHaveProperty('data.environment');
  });

  it('redirects a path without its last slash', async () => {
    const answer = await send(smallHost, '/api/v2/accounts/100', { headers: {} });
    expect([answer.status, answer.headers.location]).toEqual([301, `https://${smallHost}/api/v2/accounts/100/`]);
  });

  it('drops the connection without an answer', async () => {
    platform.faults.add({ fault: 'reset' });
    await expect(probe()).rejects.toThrow();
  });

  it.each(['cut', 'wrong-length'] as const)('hangs up in the middle: %s', async (fault) => {
    platform.faults.add({ fault, by: 20 });
    await expect(probe()).rejects.toThrow('aborted');
  });

  it('sends half a gzip', async () => {
    platform.faults.add({ fault: 'broken-gzip' });
    const answer = await probe();
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(() => gunzipSync(answer.bytes)).toThrow();
  });

  it('says nothing until the asker hangs up', async () => {
    platform.faults.add({ fault: 'silent' });
    const before = platform.requests.length;
    const waiting = probe();
    waiting.catch(() => undefined);
    await vi.waitFor(() => expect(platform.requests.length).toBe(before + 1));
    await server.close();
    await expect(waiting).rejects.toThrow();
    server = await startServer({ platform });
  });
});
