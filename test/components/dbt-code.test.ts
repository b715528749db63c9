import { describe, expect, it } from 'vitest';
import { dbtReference } from '../../components/dbt-code';
import { mainPackageOf } from '../../lib/generation';
import { nodeOf } from './nodes';

describe('a reference to a node', () => {
  const charges = nodeOf({ name: 'charges', packageName: 'stripe' });

  it('names the package of a model that is not the own project’s', () => {
    expect(dbtReference(charges)).toBe("{{ ref('charges') }}");
    expect(dbtReference(charges, true)).toBe("{{ ref('stripe', 'charges') }}");
  });

  it('names the version where there is one, quoted where it is no number', () => {
    expect(dbtReference({ ...charges, version: '2' }, true)).toBe("{{ ref('stripe', 'charges', v=2) }}");
    expect(dbtReference({ ...charges, version: 'beta' })).toBe("{{ ref('charges', v='beta') }}");
  });

  it('never names the package of a source', () => {
    const source = nodeOf({ type: 'source', name: 'orders', sourceName: 'shop', packageName: 'stripe' });
    expect(dbtReference(source, true)).toBe("{{ source('shop', 'orders') }}");
  });
});

describe('the own package of a project', () => {
  const model = (uniqueId: string) => ({ key: uniqueId, uniqueId, name: 'a', type: 'model' as const, parents: [] });

  it('is the one that the project is called by, however many models its packages have', () => {
    const models = ['model.stripe.a', 'model.shop.a', 'model.stripe.b'].map(model);
    expect(mainPackageOf(models, 'shop')).toBe('shop');
  });

  it('is the one that most models are of, where nothing else tells', () => {
    const models = ['model.shop.a', 'model.stripe.a', 'model.shop.b'].map(model);
    expect(mainPackageOf(models)).toBe('shop');
    expect(mainPackageOf(models, 'The shop’s project')).toBe('shop');
    expect(mainPackageOf([])).toBeUndefined();
  });
});
