// deno-lint-ignore-file camelcase -- the names of the golden files
/**
 * The golden vectors of the two embeddings; README.md says what they hold and how
 * they were made.
 *
 * @module
 */

import type { Nested } from "../support/assert_all_close.ts";
import ket1 from "./ket_o2_r2_v7_d6.json" with { type: "json" };
import ket2 from "./ket_o3_r2_v5_d8.json" with { type: "json" };
import ket3 from "./ket_o4_r1_v5_d16.json" with { type: "json" };
import ket4 from "./ket_o8_r1_v3_d200_cut.json" with { type: "json" };
import xs1 from "./xs_o1_r1_v5_d3.json" with { type: "json" };
import xs2 from "./xs_o2_r2_v10_d5_cut.json" with { type: "json" };
import xs3 from "./xs_o2_r2_v10_d6.json" with { type: "json" };
import xs4 from "./xs_o3_r2_v25_d7.json" with { type: "json" };
import xs5 from "./xs_o4_r1_v75_d13_cut.json" with { type: "json" };
import xs6 from "./xs_o4_r1_v81_d16.json" with { type: "json" };

/** One golden embedding. */
export interface GoldenEmbedding {
  readonly vocab: number;
  readonly dim: number;
  readonly order: number;
  readonly rank: number;
  readonly params: number;
  /** `[order, rank, rows, columns]` */
  readonly factors: Nested;
  readonly ids: Nested;
  readonly rows: Nested;
  /** Weights of the linear loss, in the shape of `rows`. */
  readonly G: Nested;
  readonly loss_linear: number;
  readonly grad_linear: Nested;
  readonly loss_half_sq: number;
  readonly grad_half_sq: Nested;
  readonly tied_h?: Nested;
  readonly tied_logits?: Nested;
}

/** word2ket, by file name. */
export const KET: Readonly<Record<string, GoldenEmbedding>> = {
  ket_o2_r2_v7_d6: ket1,
  ket_o3_r2_v5_d8: ket2,
  ket_o4_r1_v5_d16: ket3,
  ket_o8_r1_v3_d200_cut: ket4,
};

/** word2ketXS, by file name. */
export const XS: Readonly<Record<string, GoldenEmbedding>> = {
  xs_o1_r1_v5_d3: xs1,
  xs_o2_r2_v10_d5_cut: xs2,
  xs_o2_r2_v10_d6: xs3,
  xs_o3_r2_v25_d7: xs4,
  xs_o4_r1_v75_d13_cut: xs5,
  xs_o4_r1_v81_d16: xs6,
};
