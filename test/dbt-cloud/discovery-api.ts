/** The Discovery API over HTTP: POST /graphql with JSON, refused for the reasons the real one has. */
import { type DocumentNode, execute, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { rootValue, type Visible } from './discovery-resolvers';
import { graphqlRefusal, jsonReply, type PlatformRequest, type Reply, textReply } from './exchange';

/** A request's body, as far as it is one. */
export type GraphqlRequest = { query: string; variables: Record<string, unknown> };

export function graphqlRequest(body: string): GraphqlRequest | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('query' in parsed) || typeof parsed.query !== 'string')
      return undefined;
    const variables = 'variables' in parsed ? parsed.variables : {};
    // JSON of an object has string keys
    const isObject = typeof variables === 'object' && variables !== null;
    return { query: parsed.query, variables: isObject ? (variables as Record<string, unknown>) : {} };
  } catch {
    return undefined;
  }
}

/** What is wrong before anybody looks at the token or the query; undefined: nothing. */
export function discoveryRefusal(request: PlatformRequest): Reply | undefined {
  const path = request.path.split('?')[0];
  if (path !== '/graphql') return textReply(404, 'Not Found');
  if (request.method !== 'POST') return textReply(405, 'Method Not Allowed', { allow: 'POST' });
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    return graphqlRefusal(415, 'Content-Type must be application/json.', 'UNSUPPORTED_MEDIA_TYPE');
  }
  return undefined;
}

type Checked = { document: DocumentNode } | { errors: readonly GraphQLError[]; code: string };

const checked = new WeakMap<GraphQLSchema, Map<string, Checked>>();

/** The schema has no mutations; a validator without one to compare with says nothing. */
function notQueries(document: DocumentNode): GraphQLError[] {
  const others = document.definitions.filter(
    (each) => each.kind === 'OperationDefinition' && each.operation !== 'query',
  );
  return others.map((nodes) => new GraphQLError('Schema is not configured for anything but queries.', { nodes }));
}

function check(schema: GraphQLSchema, query: string): Checked {
  try {
    const document = parse(query);
    const errors = [...notQueries(document), ...validate(schema, document)];
    return errors.length === 0 ? { document } : { errors, code: 'GRAPHQL_VALIDATION_FAILED' };
  } catch (thrown) {
    return {
      errors: [thrown instanceof GraphQLError ? thrown : new GraphQLError(String(thrown))],
      code: 'GRAPHQL_PARSE_FAILED',
    };
  }
}

function checkedOnce(schema: GraphQLSchema, query: string): Checked {
  const known = checked.get(schema) ?? new Map<string, Checked>();
  checked.set(schema, known);
  const result = known.get(query) ?? check(schema, query);
  known.set(query, result);
  return result;
}

function refused(errors: readonly GraphQLError[], code: string): Reply {
  const shown = errors.map((error) => ({ message: error.message, locations: error.locations, extensions: { code } }));
  return jsonReply(400, { errors: shown });
}

/** Executes a query that passed the door. `shift` see `connection`. */
export async function executeDiscovery(
  schema: GraphQLSchema,
  body: string,
  visible: Visible,
  shift: number,
): Promise<Reply> {
  const asked = graphqlRequest(body);
  if (asked === undefined) return graphqlRefusal(400, 'POST body missing, or not JSON with a query.', 'BAD_REQUEST');
  const query = checkedOnce(schema, asked.query);
  if ('errors' in query) return refused(query.errors, query.code);
  const result = await execute({
    schema,
    document: query.document,
    rootValue: rootValue(visible),
    variableValues: asked.variables,
    contextValue: { shift },
  });
  // without data the variables did not fit: nothing was executed
  if (!('data' in result)) return refused(result.errors ?? [], 'BAD_USER_INPUT');
  return jsonReply(200, result);
}
