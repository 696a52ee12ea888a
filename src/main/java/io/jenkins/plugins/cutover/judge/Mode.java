package io.jenkins.plugins.cutover.judge;

/** How failures are bet on. "Proved" means P(false rollback) is at most alpha by a short proof, not by simulation. */
public enum Mode {
    /**
     * Failures count as far as Mesos's own are independent: proved for independent failures; bursts, wobble and servers that
     * die by simulation.
     */
    ROBUST,
    /**
     * Acts when CAP and the block test on plain counts both have enough: false only if both are, so it is proved where
     * either one is (no burst above the limit, or wobble no wider than rho).
     */
    PROVABLE
}
