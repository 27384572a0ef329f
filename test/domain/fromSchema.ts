import fc from 'fast-check';
import { z } from 'zod';

type Json = Readonly<Record<string, unknown>>;

/** Values that a schema accepts, of every shape it allows: for tests that must hold for whatever may be written. */
export function fromSchema(schema: z.ZodType): fc.Arbitrary<unknown> {
  return of(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json).filter(
    (value) => schema.safeParse(value).success,
  );
}

/** A few values, the same on every run. */
export function samples(schema: z.ZodType, count = 8): unknown[] {
  return fc.sample(fromSchema(schema), { numRuns: count, seed: 7 });
}

function of(s: Json): fc.Arbitrary<unknown> {
  if ('const' in s) return fc.constant(s.const);
  if (Array.isArray(s.enum)) return fc.constantFrom(...(s.enum as unknown[]));
  const ways = (s.anyOf ?? s.oneOf) as Json[] | undefined;
  if (ways) return fc.oneof(...ways.map(of));
  switch (s.type) {
    case 'string':
      return ofString(s);
    case 'integer':
    case 'number': {
      const min = Math.max(Number(s.minimum ?? 0), -1_000_000);
      return fc.integer({ min, max: Math.min(Number(s.maximum ?? min + 1000), min + 1000) });
    }
    case 'boolean':
      return fc.boolean();
    case 'array': {
      const minLength = Number(s.minItems ?? 0);
      return fc.array(of((s.items ?? {}) as Json), {
        minLength,
        maxLength: Math.min(Number(s.maxItems ?? minLength + 2), minLength + 2),
      });
    }
    case 'object':
      return ofObject(s);
    default:
      return fc.constantFrom('text', 0, true, null);
  }
}

function ofString(s: Json): fc.Arbitrary<string> {
  if (s.format === 'date-time')
    return fc.integer({ min: 0, max: 4_000_000_000_000 }).map((ms) => new Date(ms).toISOString());
  if (typeof s.pattern === 'string') return fc.stringMatching(new RegExp(s.pattern));
  const minLength = Number(s.minLength ?? 0);
  return fc
    .string({ minLength, maxLength: Math.min(Number(s.maxLength ?? minLength + 12), minLength + 12) })
    .map((text) => (text.trim().length < minLength ? 'x'.repeat(minLength) : text));
}

function ofObject(s: Json): fc.Arbitrary<unknown> {
  const properties = Object.entries((s.properties ?? {}) as Record<string, Json>);
  const required = (s.required ?? []) as string[];
  if (properties.length === 0 && s.additionalProperties)
    return fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), of(s.additionalProperties as Json), {
      maxKeys: 3,
    });
  return fc.record(Object.fromEntries(properties.map(([name, p]) => [name, of(p)])), {
    requiredKeys: required,
  });
}
