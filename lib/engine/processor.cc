// What this processor lacks of that which the kernels were compiled for. Unlike them it is
// compiled for any processor, with a list of features: `-DFEATURES="X(avx2) X(fma)"`.

/** Name of a feature that is missing; none if all are there. */
extern "C" const char* missingFeature() {
  __builtin_cpu_init();
#define X(feature) \
  if (!__builtin_cpu_supports(#feature)) return #feature;
  FEATURES
  return nullptr;
}
