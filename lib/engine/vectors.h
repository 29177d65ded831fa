// Products of small matrices and turned ones, in vectors as wide as the processor has.

#ifndef KRONLAB_VECTORS_H_
#define KRONLAB_VECTORS_H_

#include <cstdint>
#include <utility>

namespace kronlab {

/** Floats of a vector, and how many sums stay in registers; blocks are multiples of 16. */
#ifdef __AVX512F__
constexpr int LANES = 16;
#else
constexpr int LANES = 8;
#endif

typedef float Vector __attribute__((vector_size(4 * LANES), aligned(4)));

/** A width whose vectors are whole. */
inline int64_t padded(int64_t width) {
  return (width + LANES - 1) / LANES * LANES;
}

inline const Vector& vectorAt(const float* address) {
  return *reinterpret_cast<const Vector*>(address);
}

inline void store(float* address, const Vector& value) {
  *reinterpret_cast<Vector*>(address) = value;
}

/** The inner axis of a product: two axes that need not lie side by side. */
struct Inner {
  int64_t outer, aOuter, bOuter, inner, aInner, bInner;
};

/** `C = A·B` for R rows and V vectors of columns, summed in registers. */
template <int R, int V>
inline void multiplyTile(const Inner& in, const float* a, int64_t aRow,
                         const float* b, float* c, int64_t cRow) {
  Vector sums[R][V] = {};
  for (int64_t o = 0; o < in.outer; o++) {
    const float* pa = a + o * in.aOuter;
    const float* pb = b + o * in.bOuter;
    for (int64_t k = 0; k < in.inner; k++) {
      Vector columns[V];
      for (int v = 0; v < V; v++) columns[v] = vectorAt(pb + v * LANES);
      for (int r = 0; r < R; r++) {
        const float weight = pa[r * aRow];
        for (int v = 0; v < V; v++) sums[r][v] += weight * columns[v];
      }
      pa += in.aInner;
      pb += in.bInner;
    }
  }
  for (int r = 0; r < R; r++) {
    for (int v = 0; v < V; v++) store(c + r * cRow + v * LANES, sums[r][v]);
  }
}

template <int V>
void multiplyColumns(const Inner& in, int64_t m, const float* a, int64_t aRow,
                     const float* b, float* c, int64_t cRow) {
  constexpr int MOST = LANES / V;
  int64_t row = 0;
  for (; row + MOST <= m; row += MOST) {
    multiplyTile<MOST, V>(in, a + row * aRow, aRow, b, c + row * cRow, cRow);
  }
  if constexpr (MOST > 4) {
    for (; row + 4 <= m; row += 4) {
      multiplyTile<4, V>(in, a + row * aRow, aRow, b, c + row * cRow, cRow);
    }
  }
  for (; row + 2 <= m; row += 2) {
    multiplyTile<2, V>(in, a + row * aRow, aRow, b, c + row * cRow, cRow);
  }
  if (row < m) {
    multiplyTile<1, V>(in, a + row * aRow, aRow, b, c + row * cRow, cRow);
  }
}

/** `C = A·B` for m rows and n columns, A of any strides, n a multiple of LANES. */
inline void multiplyMatrix(const Inner& in, int64_t m, int64_t n,
                           const float* a, int64_t aRow, const float* b,
                           float* c, int64_t cRow) {
  int64_t column = 0;
  for (; column + 4 * LANES <= n; column += 4 * LANES) {
    multiplyColumns<4>(in, m, a, aRow, b + column, c + column, cRow);
  }
  for (; column + 2 * LANES <= n; column += 2 * LANES) {
    multiplyColumns<2>(in, m, a, aRow, b + column, c + column, cRow);
  }
  if (column < n) {
    multiplyColumns<1>(in, m, a, aRow, b + column, c + column, cRow);
  }
}

/** In stretches of D lanes: the even ones of `a`, and behind each the even one of `b`. */
template <int D, int... Lane>
inline Vector evens(const Vector& a, const Vector& b,
                    std::integer_sequence<int, Lane...>) {
  return __builtin_shufflevector(a, b,
                                 (Lane & D ? LANES + Lane - D : Lane)...);
}

/** In stretches of D lanes: the odd ones of `b`, and before each the odd one of `a`. */
template <int D, int... Lane>
inline Vector odds(const Vector& a, const Vector& b,
                   std::integer_sequence<int, Lane...>) {
  return __builtin_shufflevector(a, b,
                                 (Lane & D ? LANES + Lane : Lane + D)...);
}

constexpr auto ALL_LANES = std::make_integer_sequence<int, LANES>();

/** The sums of LANES vectors, in their order. */
inline Vector sumsOf(Vector s[LANES]) {
  const auto halve = [&](auto distance) {
    constexpr int D = distance;
    for (int i = 0; i < D; i++) {
      s[i] = evens<D>(s[i], s[i + D], ALL_LANES) +
             odds<D>(s[i], s[i + D], ALL_LANES);
    }
  };
  if constexpr (LANES > 8) halve(std::integral_constant<int, 8>());
  halve(std::integral_constant<int, 4>());
  halve(std::integral_constant<int, 2>());
  halve(std::integral_constant<int, 1>());
  return s[0];
}

/** A tile of LANES × LANES, turned. */
inline void turnTile(const float* from, int64_t fromRow, float* to,
                     int64_t toRow) {
  Vector rows[LANES];
  for (int i = 0; i < LANES; i++) rows[i] = vectorAt(from + i * fromRow);
  const auto exchange = [&](auto distance) {
    constexpr int D = distance;
    for (int i = 0; i < LANES; i++) {
      if (i & D) continue;
      const Vector a = rows[i], b = rows[i + D];
      rows[i] = evens<D>(a, b, ALL_LANES);
      rows[i + D] = odds<D>(a, b, ALL_LANES);
    }
  };
  if constexpr (LANES > 8) exchange(std::integral_constant<int, 8>());
  exchange(std::integral_constant<int, 4>());
  exchange(std::integral_constant<int, 2>());
  exchange(std::integral_constant<int, 1>());
  for (int i = 0; i < LANES; i++) store(to + i * toRow, rows[i]);
}

/** `[rows, columns]` turned; rows of either side begin so many floats apart. */
inline void turn(const float* from, int64_t rows, int64_t columns, int64_t fromRow,
          float* to, int64_t toRow) {
  const int64_t wholeRows = rows / LANES * LANES;
  const int64_t wholeColumns = columns / LANES * LANES;
  for (int64_t column = 0; column < wholeColumns; column += LANES) {
    for (int64_t row = 0; row < wholeRows; row += LANES) {
      turnTile(from + row * fromRow + column, fromRow, to + column * toRow + row,
               toRow);
    }
  }
  for (int64_t column = 0; column < columns; column++) {
    for (int64_t row = column < wholeColumns ? wholeRows : 0; row < rows; row++) {
      to[column * toRow + row] = from[row * fromRow + column];
    }
  }
}

}  // namespace kronlab

#endif
