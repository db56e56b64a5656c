"""Process supervision: where in a program its tokens went wrong, learnt from completed prefixes.

Ning Dai et al. 2024, "Process Supervision-Guided Policy Optimization for Code Generation",
arXiv 2410.17621. What each part does: ``docs/process.md``.
"""
