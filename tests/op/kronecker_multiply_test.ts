import { kroneckerMultiply } from "../../lib/op/kronecker_multiply.ts";
import { testMultiplicationLaws } from "../support/multiply_laws.ts";

testMultiplicationLaws(kroneckerMultiply, false);
