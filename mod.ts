/**
 * Factored neural-network layers on TensorFlow.js: embeddings, dense and attention
 * layers whose matrices are sums of Kronecker products.
 *
 * @example A table of 32 011 words of 400 numbers in 71 600 parameters
 * ```ts
 * import { tf, useBackend, Word2KetXS } from "@kronlab/kronlab";
 * import { assertEquals } from "@std/assert";
 *
 * await useBackend(); // the fastest that runs here
 *
 * const words = new Word2KetXS({
 *   inputDim: 32_011, // words
 *   outputDim: 400, // numbers a word
 *   order: 2,
 *   rank: 10,
 * });
 * const ids = tf.tensor2d([[3, 17, 32_010]], [1, 3], "int32");
 * const vectors = words.apply(ids) as tf.Tensor;
 * assertEquals(vectors.shape, [1, 3, 400]);
 * assertEquals(words.countParams(), 71_600); // not 12 804 400
 * ```
 *
 * @module
 */

import "./lib/plot/notebook_displays.ts";

export { analyseModel } from "./lib/analysis/analyse_model.ts";
export type {
  AnalysisOptions,
  KernelAnalysis,
  ModelAnalysis,
} from "./lib/analysis/analyse_model.ts";
export { approximationCurve } from "./lib/analysis/approximation_curve.ts";
export type {
  Approximation,
  ApproximationOptions,
} from "./lib/analysis/approximation_curve.ts";
export { compareStacks } from "./lib/analysis/compare_stacks.ts";
export type { StackComparison } from "./lib/analysis/compare_stacks.ts";
export { expressiveDimension } from "./lib/analysis/expressive_dimension.ts";
export type { AlternatingOptions } from "./lib/analysis/fit_by_alternating.ts";
export type { GradientOptions } from "./lib/analysis/fit_by_gradient.ts";
export {
  genericKroneckerRank,
  genericMatrixRank,
  rankErrorProbability,
} from "./lib/analysis/generic_rank.ts";
export type { GenericRankOptions } from "./lib/analysis/generic_rank.ts";
export {
  jacobianRank,
  stackJacobianRank,
} from "./lib/analysis/jacobian_rank.ts";
export type {
  JacobianRank,
  StackActivation,
  StackJacobianOptions,
} from "./lib/analysis/jacobian_rank.ts";
export {
  kroneckerRankBound,
  matrixRankBound,
} from "./lib/analysis/kronecker_rank_bound.ts";
export { evenStack, rankGrowth } from "./lib/analysis/rank_growth.ts";
export type {
  RankGrowthConfig,
  RankGrowthRow,
} from "./lib/analysis/rank_growth.ts";
export {
  effectiveRank,
  spectrum,
  stableRank,
  tailEnergy,
} from "./lib/analysis/spectrum.ts";
export type { Spectrum, SpectrumLike } from "./lib/analysis/spectrum.ts";
export { stackMultiplyAdds, stackParameters } from "./lib/analysis/stack.ts";
export type { Stack, StackLayer } from "./lib/analysis/stack.ts";
export { fileSystem } from "./lib/convert/file_system.ts";
export type { FitTermsOptions } from "./lib/convert/fit_terms.ts";
export { fromWord2Ket } from "./lib/convert/from_word2ket.ts";
export { nearestKroneckerProducts } from "./lib/convert/nearest_kronecker_products.ts";
export type { NearestOptions } from "./lib/convert/nearest_kronecker_products.ts";
export type { LayerDecision } from "./lib/convert/plan_ranks.ts";
export { readSafetensors } from "./lib/convert/read_safetensors.ts";
export type {
  ReadSafetensorsOptions,
  Safetensors,
} from "./lib/convert/read_safetensors.ts";
export { shapeshift, shapeshiftDecisions } from "./lib/convert/shapeshift.ts";
export type { ShapeshiftOptions } from "./lib/convert/shapeshift.ts";
export type {
  BudgetPlan,
  LayerPlan,
  PatternPlan,
  ShapeshiftPlan,
} from "./lib/convert/shapeshift_plan.ts";
export { summarize } from "./lib/convert/summarize.ts";
export type {
  ModelSummary,
  SummarizeOptions,
  SummaryRow,
} from "./lib/convert/summarize.ts";
export { writeSafetensors } from "./lib/convert/write_safetensors.ts";
export type { WriteSafetensorsOptions } from "./lib/convert/write_safetensors.ts";
export { describeBackend } from "./lib/engine/describe_backend.ts";
export type { BackendDescription } from "./lib/engine/describe_backend.ts";
export { tf } from "./lib/engine/tf.ts";
export { BACKENDS, useBackend } from "./lib/engine/use_backend.ts";
export type { BackendName, BackendOptions } from "./lib/engine/use_backend.ts";
export { ShapeError } from "./lib/error/shape_error.ts";
export type {
  AttentionMatrix,
  MultiHeadAttentionArgs,
} from "./lib/layer/attention_args.ts";
export type { DenseArgs } from "./lib/layer/dense_config.ts";
export type {
  EmbeddingArgs,
  FactoredEmbeddingArgs,
} from "./lib/layer/embedding_config.ts";
export { FeedForward } from "./lib/layer/feed_forward.ts";
export type { FeedForwardArgs } from "./lib/layer/feed_forward.ts";
export { KroneckerDense } from "./lib/layer/kronecker_dense.ts";
export type { KroneckerDenseArgs } from "./lib/layer/kronecker_dense.ts";
export type { LayerArgs } from "./lib/layer/layer_args.ts";
export { LayerNormalization } from "./lib/layer/layer_normalization.ts";
export type { LayerNormalizationArgs } from "./lib/layer/layer_normalization.ts";
export { LowRankDense } from "./lib/layer/low_rank_dense.ts";
export type { LowRankDenseArgs } from "./lib/layer/low_rank_dense.ts";
export { MaskedAverage } from "./lib/layer/masked_average.ts";
export { MultiHeadAttention } from "./lib/layer/multi_head_attention.ts";
export type { AttentionCache } from "./lib/layer/multi_head_attention.ts";
export type { FactoredMatrix } from "./lib/layer/projection.ts";
export { SeededDropout } from "./lib/layer/seeded_dropout.ts";
export type { SeededDropoutArgs } from "./lib/layer/seeded_dropout.ts";
export { TiedOutput } from "./lib/layer/tied_output.ts";
export type { TiedOutputArgs, WholeTable } from "./lib/layer/tied_output.ts";
export { Word2Ket } from "./lib/layer/word2ket.ts";
export type { Word2KetArgs } from "./lib/layer/word2ket.ts";
export { Word2KetXS } from "./lib/layer/word2ket_xs.ts";
export type { Word2KetXSArgs } from "./lib/layer/word2ket_xs.ts";
export type { Matrix, MatrixLike } from "./lib/matrix/matrix.ts";
export { kroneckerRank, matrixRank } from "./lib/matrix/matrix_rank.ts";
export type { RankOptions } from "./lib/matrix/matrix_rank.ts";
export { rearrange } from "./lib/matrix/rearrange.ts";
export type { MatrixSplit, UnfoldingOptions } from "./lib/matrix/rearrange.ts";
export { singularValues } from "./lib/matrix/singular_values.ts";
export { beamSearch } from "./lib/model/beam_search.ts";
export type {
  BeamSearchOptions,
  Translation,
} from "./lib/model/beam_search.ts";
export type { EncodedSource, LayerCache } from "./lib/model/decoder_stack.ts";
export type {
  FactoredBudget,
  FactoredParts,
} from "./lib/model/factored_parts.ts";
export { LanguageModel } from "./lib/model/language_model.ts";
export type { LanguageModelCache } from "./lib/model/language_model.ts";
export type { LanguageModelConfig } from "./lib/model/language_model_config.ts";
export { padded } from "./lib/model/padded.ts";
export type { PaddedIds } from "./lib/model/padded.ts";
export { sampleIds } from "./lib/model/sample_ids.ts";
export type { SampleOptions } from "./lib/model/sample_ids.ts";
export type { ResolvedConfig, StackConfig } from "./lib/model/stack_config.ts";
export { textClassifier } from "./lib/model/text_classifier.ts";
export type {
  TextClassifierConfig,
  WordVectors,
} from "./lib/model/text_classifier.ts";
export { Transformer } from "./lib/model/transformer.ts";
export type { TransformerConfig } from "./lib/model/transformer_config.ts";
export { ketRows } from "./lib/op/ket_rows.ts";
export type { KetFactors } from "./lib/op/ket_rows.ts";
export { ketTreeRows } from "./lib/op/ket_tree.ts";
export { kroneckerMatrix } from "./lib/op/kronecker_matrix.ts";
export { kroneckerMultiply } from "./lib/op/kronecker_multiply.ts";
export type { MultiplyOptions } from "./lib/op/kronecker_multiply.ts";
export { kroneckerMultiplyTransposed } from "./lib/op/kronecker_multiply_transposed.ts";
export type { KroneckerProducts } from "./lib/op/kronecker_products.ts";
export { kroneckerRows } from "./lib/op/kronecker_rows.ts";
export { smoothedCrossEntropy } from "./lib/op/smoothed_cross_entropy.ts";
export type { SmoothedCrossEntropyOptions } from "./lib/op/smoothed_cross_entropy.ts";
export { analysisTable } from "./lib/plot/analysis_table.ts";
export {
  approximationFigure,
  approximationTable,
} from "./lib/plot/approximation_figure.ts";
export type { ApproximationSeries } from "./lib/plot/approximation_figure.ts";
export { displayFigure, displayTable } from "./lib/plot/display.ts";
export { figure } from "./lib/plot/figure.ts";
export type { AxisSettings, Figure, FigureText } from "./lib/plot/figure.ts";
export { layerTable } from "./lib/plot/layer_table.ts";
export { matrixFigure } from "./lib/plot/matrix_figure.ts";
export {
  dimensionCurves,
  rankCurves,
  rankGrowthTable,
  rankHeatmap,
} from "./lib/plot/rank_figures.ts";
export { reportHtml, writeReport } from "./lib/plot/report.ts";
export type { Report, ReportSection } from "./lib/plot/report.ts";
export { sliderFigure } from "./lib/plot/slider_figure.ts";
export type { SliderOptions, SliderStep } from "./lib/plot/slider_figure.ts";
export { spectrumFigure } from "./lib/plot/spectrum_figure.ts";
export { renderSvg } from "./lib/plot/svg.ts";
export type { Table } from "./lib/plot/table.ts";
export { balancedFactors } from "./lib/shape/balanced_factors.ts";
export {
  contractionCost,
  contractionSequence,
} from "./lib/shape/contraction.ts";
export type {
  ContractionCost,
  ContractionSizes,
} from "./lib/shape/contraction.ts";
export { contractionPlan } from "./lib/shape/contraction_plan.ts";
export type {
  ContractionPlan,
  ContractionUse,
} from "./lib/shape/contraction_plan.ts";
export { digits, fromDigits } from "./lib/shape/digits.ts";
export { chooseFactorShapes, factorShapes } from "./lib/shape/factor_shapes.ts";
export type {
  FactorShapes,
  FactorShapesObjective,
  FactorShapesOptions,
} from "./lib/shape/factor_shapes.ts";
export { integerRoot } from "./lib/shape/integer_root.ts";
export { batches } from "./lib/text/batches.ts";
export type { BatchOptions } from "./lib/text/batches.ts";
export { batchesByLength } from "./lib/text/batches_by_length.ts";
export { batchesByTokens } from "./lib/text/batches_by_tokens.ts";
export type { TokenBatchOptions } from "./lib/text/batches_by_tokens.ts";
export { bleu, bleuMetric } from "./lib/text/bleu.ts";
export type { BleuOptions, BleuScore } from "./lib/text/bleu.ts";
export { CharacterVocabulary } from "./lib/text/character_vocabulary.ts";
export { chrf, chrfMetric } from "./lib/text/chrf.ts";
export type { ChrfOptions } from "./lib/text/chrf.ts";
export { detokenize } from "./lib/text/detokenize.ts";
export { encodePairs } from "./lib/text/encode_pairs.ts";
export type {
  EncodedPairs,
  EncodePairsOptions,
} from "./lib/text/encode_pairs.ts";
export { encodeTexts } from "./lib/text/encode_texts.ts";
export type { EncodedTexts, EncodeOptions } from "./lib/text/encode_texts.ts";
export { ngramBuckets } from "./lib/text/ngram_buckets.ts";
export type { NgramOptions } from "./lib/text/ngram_buckets.ts";
export { orderByClass } from "./lib/text/order_by_class.ts";
export { pairedBootstrap } from "./lib/text/paired_bootstrap.ts";
export type {
  Estimate,
  PairedBootstrapOptions,
  PairedComparison,
  SystemTranslations,
} from "./lib/text/paired_bootstrap.ts";
export { parseIdx } from "./lib/text/parse_idx.ts";
export type { IdxArray } from "./lib/text/parse_idx.ts";
export { parseTable } from "./lib/text/parse_table.ts";
export type { TableOptions } from "./lib/text/parse_table.ts";
export { readIdx } from "./lib/text/read_idx.ts";
export { readSentencePairs } from "./lib/text/read_sentence_pairs.ts";
export { readTable } from "./lib/text/read_table.ts";
export { pairLines, parseSentencePairs } from "./lib/text/sentence_pairs.ts";
export type {
  NamedText,
  SentencePairs,
  SentencePairsOptions,
} from "./lib/text/sentence_pairs.ts";
export { SPECIAL } from "./lib/text/sentence_tokenizer.ts";
export type { SentenceTokenizer } from "./lib/text/sentence_tokenizer.ts";
export { shuffled } from "./lib/text/shuffled.ts";
export { stratifiedSplit } from "./lib/text/stratified_split.ts";
export type {
  SplitOptions,
  StratifiedSplit,
} from "./lib/text/stratified_split.ts";
export { SubwordTokenizer } from "./lib/text/subword_tokenizer.ts";
export type { Subwords } from "./lib/text/subword_tokenizer.ts";
export type { TextMetric } from "./lib/text/text_metric.ts";
export type { TokenizerKind } from "./lib/text/tokenizer_kinds.ts";
export { Vocabulary } from "./lib/text/vocabulary.ts";
export type { VocabularyOptions, WordOrder } from "./lib/text/vocabulary.ts";
export { WordTokenizer } from "./lib/text/word_tokenizer.ts";
export { words } from "./lib/text/words.ts";
export type { WordsOptions } from "./lib/text/words.ts";
export type { JsonValue } from "./lib/train/checkpoint.ts";
export { classifierAccuracy } from "./lib/train/classifier_accuracy.ts";
export type { LabelledIds } from "./lib/train/classifier_data.ts";
export { languageLoss } from "./lib/train/language_loss.ts";
export { languageTask } from "./lib/train/language_task.ts";
export type { LanguageTaskOptions } from "./lib/train/language_task.ts";
export { inverseSquareRoot, linearToZero } from "./lib/train/learning_rates.ts";
export type {
  LearningRate,
  LinearToZero,
  WarmUp,
} from "./lib/train/learning_rates.ts";
export { assignWeights } from "./lib/train/model_weights.ts";
export type { AssignWeightsOptions } from "./lib/train/model_weights.ts";
export { progress } from "./lib/train/progress.ts";
export type { Progress, ProgressOptions } from "./lib/train/progress.ts";
export { ProgressMeter } from "./lib/train/progress_meter.ts";
export {
  logView,
  notebookView,
  progressView,
} from "./lib/train/progress_view.ts";
export type {
  LogViewOptions,
  NotebookDisplay,
  ProgressState,
  ProgressView,
} from "./lib/train/progress_view.ts";
export { terminalView } from "./lib/train/terminal_view.ts";
export type { TerminalViewOptions } from "./lib/train/terminal_view.ts";
export { trainClassifier } from "./lib/train/train_classifier.ts";
export type {
  ClassifierEpoch,
  TrainClassifierOptions,
} from "./lib/train/train_classifier.ts";
export type {
  StepMetrics,
  TrainStepsOptions,
} from "./lib/train/train_options.ts";
export { trainSteps } from "./lib/train/train_steps.ts";
export type { TrainingResult, TrainingTask } from "./lib/train/train_steps.ts";
export type { RandomState } from "./lib/train/training_state.ts";
export { translationLoss } from "./lib/train/translation_loss.ts";
export { translationTask } from "./lib/train/translation_task.ts";
export type {
  BatchLimit,
  TranslationTaskOptions,
} from "./lib/train/translation_task.ts";
export { Translator } from "./lib/train/translator.ts";
export type { TranslateOptions } from "./lib/train/translator.ts";
export type { TranslatorParts } from "./lib/train/translator_folder.ts";
