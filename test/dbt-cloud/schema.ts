/** The Discovery API's schema, ready to execute, with or without the fields that came after 2024. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  buildASTSchema,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isScalarType,
  Kind,
  parse,
  valueFromASTUntyped,
  visit,
} from 'graphql';

const file = join(dirname(fileURLToPath(import.meta.url)), 'discovery-api.graphql');

/** The fields whose names are certain and whose types are guessed: a service of 2024 does not have them. */
function isNewer(description: string | undefined): boolean {
  return description !== undefined && /\[(M26|H26)\]/.test(description) && description.includes('type assumed');
}

function withoutNewerFields(document: DocumentNode): DocumentNode {
  return visit(document, {
    FieldDefinition: (field) => (isNewer(field.description?.value) ? null : undefined),
  });
}

function wholeNumber(value: unknown): number {
  const isDigits = typeof value === 'string' && /^-?\d+$/.test(value);
  const number = isDigits ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) {
    throw new GraphQLError(`BigInt cannot represent value: ${JSON.stringify(value)}`);
  }
  return number;
}

function time(value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return value;
  throw new GraphQLError(`DateTime cannot represent value: ${JSON.stringify(value)}`);
}

function withScalars(schema: GraphQLSchema): GraphQLSchema {
  const meanings: Record<string, (value: unknown) => unknown> = { BigInt: wholeNumber, DateTime: time };
  for (const [name, meaning] of Object.entries(meanings)) {
    const type = schema.getType(name);
    if (!isScalarType(type)) throw new Error(`the schema has no scalar ${name}`);
    type.serialize = meaning;
    type.parseValue = meaning;
    type.parseLiteral = (node, variables) => {
      if (node.kind !== Kind.INT && node.kind !== Kind.STRING)
        throw new GraphQLError(`${name} cannot be a ${node.kind}`);
      return meaning(valueFromASTUntyped(node, variables));
    };
  }
  return schema;
}

const built = new Map<boolean, GraphQLSchema>();

/** The schema; `hasNewerFields` decides on relationName, columnCount and lastKnownResult. */
export function discoverySchema(hasNewerFields: boolean): GraphQLSchema {
  const known = built.get(hasNewerFields);
  if (known !== undefined) return known;
  const document = parse(readFileSync(file, 'utf8'));
  const schema = withScalars(buildASTSchema(hasNewerFields ? document : withoutNewerFields(document)));
  built.set(hasNewerFields, schema);
  return schema;
}
