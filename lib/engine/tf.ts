/**
 * The one instance of TensorFlow.js that everything here works on, with the kernels
 * that its backends lack and those of our own.
 *
 * @module
 */

import "./average_pool_gradient.ts";
import "./broadcast_gradients.ts";
import "./constraints.ts";
import "./cpu_cast.ts";
import "./cpu_max_pool_gradient.ts";
import "./cpu_resize_gradient.ts";
import "./cpu_transform.ts";
import "./merged_masks.ts";

import "./wasm_full_memory.ts";
import "./wasm_gather.ts";
import "./wasm_batched_product.ts";
import "./wasm_cast.ts";
import "./wasm_clip_by_value.ts";
import "./wasm_contraction.ts";
import "./wasm_conv2d_gradient.ts";
import "./wasm_leaf_products.ts";
import "./wasm_mat_mul.ts";
import "./wasm_max_pool_gradient.ts";
import "./wasm_missing.ts";
import "./wasm_narrow_convolutions.ts";
import "./wasm_not_a_number.ts";
import "./wasm_slice.ts";
import "./wasm_unsorted_segment_sum.ts";
import "./wasm_left_to_cpu.ts"; // behind those that it wraps, too
import "./broadcast_products.ts"; // behind those that it wraps, too
import "./cumulative_sums.ts"; // as well
import "./numeric_padding.ts"; // and behind convolutions and pooling
import "./empty_tensors.ts"; // behind the other kernels, which it wraps

export { tf } from "./tensorflow.ts";
