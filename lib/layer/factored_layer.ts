import type { KroneckerProducts } from "../op/kronecker_products.ts";

/** What a layer has whose matrices are sums of Kronecker products; others have neither. */
export interface FactoredLayer {
  /** Its only matrix. */
  kronecker?(): KroneckerProducts;
  /** Those of its matrices that are factored, by name. */
  kroneckers?(): Record<string, KroneckerProducts>;
}
