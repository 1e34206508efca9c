// Three files on two workers: two of them meet in one.
import { testIsolation } from "../../support/isolation";

testIsolation();
